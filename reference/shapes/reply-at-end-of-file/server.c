/* An upload: everything up to the client's end-of-file is the message, and the answer comes then. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int newsock)
{
    char chunk[1024], answer[64];
    unsigned long total = 0;
    unsigned sum = 0;
    ssize_t n, i;

    while ((n = recv(newsock, chunk, sizeof chunk, 0)) > 0) {
        for (i = 0; i < n; i++)
            sum = sum * 31 + (unsigned char)chunk[i];
        total += (unsigned long)n;
    }
    if (n < 0)
        return; /* nobody is left to be answered */
    snprintf(answer, sizeof answer, "%lu bytes, check sum %u\n", total, sum);
    send(newsock, answer, strlen(answer), MSG_NOSIGNAL);
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
    addr.sin_port = htons(5061);
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
            serve(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
