/* Asks every socket in turn whether it has something, ten times a second. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
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
    int clients[MAX], count = 0, i, idle;
    char buffer[1024];
    ssize_t n;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5204);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }
    fcntl(sockfd, F_SETFL, O_NONBLOCK);

    while (1) {
        idle = 1;
        newsock = count < MAX ? accept(sockfd, NULL, NULL) : -1;
        if (newsock >= 0) {
            clients[count++] = newsock;
            idle = 0;
        }
        for (i = count - 1; i >= 0; i--) {
            n = recv(clients[i], buffer, sizeof buffer, MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EINTR))
                continue;
            idle = 0;
            if (n > 0) {
                send_all(clients[i], buffer, n);
            } else {
                close(clients[i]);
                clients[i] = clients[--count];
            }
        }
        if (idle)
            usleep(100000);
    }
}
