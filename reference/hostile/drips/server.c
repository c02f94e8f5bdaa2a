#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000);

    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int newsock = accept(sockfd, NULL, NULL);
        if (fork() == 0)
            for (;;) {
                if (send(newsock, "x", 1, MSG_NOSIGNAL) < 0)
                    _exit(0);
                usleep(50000);
            }
        close(newsock);
    }
}
