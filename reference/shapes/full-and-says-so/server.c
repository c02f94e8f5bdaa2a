/* Five clients are served at once; whoever comes then is told that the server is full. */
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int clients;

static int count(int change)
{
    int now;

    pthread_mutex_lock(&lock);
    clients += change;
    now = clients;
    pthread_mutex_unlock(&lock);
    return now;
}

static int listen_on(int port)
{
    int sockfd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in server = {0};

    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_ANY);
    server.sin_port = htons(port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) < 0 || listen(sockfd, 10) < 0) {
        perror("listen");
        exit(1);
    }
    return sockfd;
}

static void *serve(void *argument)
{
    int newsock = (int)(intptr_t)argument;
    char buffer[512];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0 && send(newsock, buffer, n, MSG_NOSIGNAL) > 0)
        ;
    close(newsock);
    count(-1);
    return NULL;
}

int main(void)
{
    int sockfd = listen_on(7403);

    for (;;) {
        pthread_t thread;
        int newsock = accept(sockfd, NULL, NULL);

        if (newsock < 0)
            continue;
        if (count(+1) > 5) {
            send(newsock, "Server full, try later\n", 23, MSG_NOSIGNAL);
            close(newsock);
            count(-1);
        } else if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)newsock) == 0) {
            pthread_detach(thread);
        } else {
            close(newsock);
            count(-1);
        }
    }
}
