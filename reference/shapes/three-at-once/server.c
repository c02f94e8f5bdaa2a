/* Three clients are served at once: the server accepts the fourth when one of them has left. */
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static sem_t room;

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
    sem_post(&room);
    return NULL;
}

int main(void)
{
    int sockfd = listen_on(7402);

    sem_init(&room, 0, 3);
    for (;;) {
        pthread_t thread;
        int newsock;

        sem_wait(&room);
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            sem_post(&room);
        } else if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)newsock) == 0) {
            pthread_detach(thread);
        } else {
            close(newsock);
            sem_post(&room);
        }
    }
}
