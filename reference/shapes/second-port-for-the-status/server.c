/* Two listening sockets: clients come to one, and whoever wants to know how the server is to the other. */
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

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
    return NULL;
}

int main(void)
{
    int sockfd = listen_on(7405), status = listen_on(7406);

    for (;;) {
        fd_set ready;

        FD_ZERO(&ready);
        FD_SET(sockfd, &ready);
        FD_SET(status, &ready);
        if (select(status + 1, &ready, NULL, NULL, NULL) < 0)
            continue;
        if (FD_ISSET(status, &ready)) {
            int newsock = accept(status, NULL, NULL);

            if (newsock >= 0) {
                send(newsock, "I am well\n", 10, MSG_NOSIGNAL);
                close(newsock);
            }
        }
        if (FD_ISSET(sockfd, &ready)) {
            int newsock = accept(sockfd, NULL, NULL);
            pthread_t thread;

            if (newsock >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)newsock) == 0)
                pthread_detach(thread);
            else if (newsock >= 0)
                close(newsock);
        }
    }
}
