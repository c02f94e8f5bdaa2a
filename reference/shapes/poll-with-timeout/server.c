/* One process, all sockets in one poll that wakes up twice a second. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#define MAX 128

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
    struct pollfd fds[MAX];
    char buffer[1024];
    ssize_t n;
    int i, count = 1;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5202);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

    fds[0].fd = sockfd;
    while (1) {
        /* a full table leaves further clients in the queue */
        fds[0].events = count < MAX ? POLLIN : 0;
        if (poll(fds, count, 500) <= 0)
            continue;
        for (i = count - 1; i > 0; i--) {
            if (fds[i].revents == 0)
                continue;
            n = recv(fds[i].fd, buffer, sizeof buffer, 0);
            if (n > 0) {
                send_all(fds[i].fd, buffer, n);
            } else {
                close(fds[i].fd);
                fds[i] = fds[--count];
            }
        }
        if (fds[0].revents & POLLIN) {
            newsock = accept(sockfd, NULL, NULL);
            if (newsock < 0) {
                sleep(1);
                continue;
            }
            fds[count].fd = newsock;
            fds[count].events = POLLIN;
            fds[count].revents = 0;
            count++;
        }
    }
}
