/* A thread in the background counts the seconds; each client has a thread of its own. */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile long seconds;

static void *heartbeat(void *unused)
{
    (void)unused;
    while (1) {
        sleep(1);
        seconds++;
    }
    return NULL;
}

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
    pthread_t thread;

    if (pthread_create(&thread, NULL, heartbeat, NULL) != 0)
        return 1;
    pthread_detach(thread);

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5200);
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
        if (pthread_create(&thread, NULL, serve, (void *)(long)newsock) != 0) {
            close(newsock);
            continue;
        }
        pthread_detach(thread);
    }
}
