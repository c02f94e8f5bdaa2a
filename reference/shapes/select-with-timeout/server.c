/* One process, all sockets in one select that wakes up every second. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
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

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    fd_set all, ready;
    struct timeval second;
    char buffer[1024];
    ssize_t n;
    int fd, highest;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5201);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

    FD_ZERO(&all);
    FD_SET(sockfd, &all);
    highest = sockfd;
    while (1) {
        ready = all;
        second.tv_sec = 1;
        second.tv_usec = 0;
        if (select(highest + 1, &ready, NULL, NULL, &second) <= 0)
            continue; /* nothing happened */
        for (fd = 0; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready))
                continue;
            if (fd == sockfd) {
                newsock = accept(sockfd, NULL, NULL);
                if (newsock < 0) {
                    sleep(1);
                } else if (newsock >= FD_SETSIZE) {
                    close(newsock);
                } else {
                    FD_SET(newsock, &all);
                    if (newsock > highest)
                        highest = newsock;
                }
                continue;
            }
            n = recv(fd, buffer, sizeof buffer, 0);
            if (n <= 0) {
                close(fd);
                FD_CLR(fd, &all);
            } else {
                send_all(fd, buffer, n);
            }
        }
    }
}
