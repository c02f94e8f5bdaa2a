#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000), newsock;
    char byte;

    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (fork() == 0) {
            if (recv(newsock, &byte, 1, 0) == 1)
                for (;;)
                    memset(malloc(1 << 20), 1, 1 << 20);
            _exit(0);
        }
        close(newsock);
    }
}
