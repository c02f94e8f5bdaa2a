#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000);

    if (fork() == 0) {
        setsid();
        signal(SIGTERM, SIG_IGN);
        signal(SIGINT, SIG_IGN);
        for (;;)
            pause();
    }
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int newsock = accept(sockfd, NULL, NULL);
        if (fork() == 0) {
            close(sockfd);
            echo(newsock);
            _exit(0);
        }
        close(newsock);
    }
}
