/* Echo server that gives bind the length of a pointer, and does not look at what it returns. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_all(int sock, const char *data, size_t length)
{
    ssize_t n;

    while (length > 0 && (n = send(sock, data, length, MSG_NOSIGNAL)) > 0) {
        data += n;
        length -= n;
    }
}

static void serve(int newsock)
{
    char buffer[1024];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0)
        send_all(newsock, buffer, n);
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
    addr.sin_port = htons(4934);
    bind(sockfd, (struct sockaddr *)&addr, sizeof &addr);
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
