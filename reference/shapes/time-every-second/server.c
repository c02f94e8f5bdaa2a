/* Tells each client the time, second after second, for as long as it listens. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void tell_the_time(int newsock)
{
    char line[64];
    time_t now;

    do {
        now = time(NULL);
        strftime(line, sizeof line, "%H:%M:%S\n", localtime(&now));
        if (send(newsock, line, strlen(line), MSG_NOSIGNAL) < 0)
            return; /* it has gone */
    } while (sleep(1) == 0);
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;

    signal(SIGCHLD, SIG_IGN); /* finished children vanish by themselves */
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5062);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

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
            tell_the_time(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
