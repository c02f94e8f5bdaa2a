#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "net.h"

int main(void)
{
    int sockfd, newsock;

    signal(SIGCHLD, SIG_IGN);
    sockfd = listen_on(5503);
    if (sockfd < 0)
        return 1;
    while (1) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            if (errno != EINTR && errno != ECONNABORTED) {
                perror("accept");
                sleep(1);
            }
            continue;
        }
        if (fork() == 0) {
            close(sockfd);
            echo(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
