/* An array of five threads: five clients at a time, ever; then all are joined and the server ends. */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#define CLIENTS 5

static void send_all(int sock, const char *data, size_t length)
{
    ssize_t n;

    while (length > 0 && (n = send(sock, data, length, MSG_NOSIGNAL)) > 0) {
        data += n;
        length -= n;
    }
}

static void *serve(void *argument)
{
    int newsock = (long)argument;
    char buffer[1024];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0)
        send_all(newsock, buffer, n);
    close(newsock);
    return NULL;
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    pthread_t threads[CLIENTS];
    int i, started = 0;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5104);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

    while (started < CLIENTS) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            sleep(1);
            continue;
        }
        if (pthread_create(&threads[started], NULL, serve, (void *)(long)newsock) == 0)
            started++;
        else
            close(newsock);
    }
    close(sockfd);
    for (i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    printf("all clients served\n");
    return 0;
}
