/*
 * Echo server, a thread for each client. Threads share all memory and all descriptors: each one gets
 * its socket by value, keeps its buffer on its own stack, and closes its socket itself.
 * usage: server [port]
 */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_all(int sock, const char *data, size_t length)
{
    while (length > 0) {
        /* MSG_NOSIGNAL: SIGPIPE would end the whole process, every client with it. */
        ssize_t n = send(sock, data, length, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        data += n;
        length -= (size_t)n;
    }
    return 0;
}

static void *serve(void *argument)
{
    int newsock = (int)(intptr_t)argument;
    char buffer[1024];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) != 0) { /* 0 is end-of-file */
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1 || send_all(newsock, buffer, (size_t)n) == -1)
            break; /* only this client is lost: leave the thread, never exit() */
    }
    close(newsock);
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, error, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3302;
    struct sockaddr_in server;
    pthread_t thread;
    pthread_attr_t detached;

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_ANY);
    server.sin_port = htons((unsigned short)port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    printf("Listening on port %d\n", port);
    fflush(stdout);

    /* Nobody joins these threads: a detached thread gives its stack back when it ends. */
    if ((error = pthread_attr_init(&detached)) != 0 ||
        (error = pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED)) != 0) {
        fprintf(stderr, "pthread_attr: %s\n", strerror(error));
        exit(1);
    }
    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            perror("accept");
            sleep(1); /* too many open files: wait until some client leaves, do not spin */
            continue;
        }
        /* The value of newsock, not &newsock: the next accept would change it under the thread. */
        error = pthread_create(&thread, &detached, serve, (void *)(intptr_t)newsock);
        if (error != 0) {
            fprintf(stderr, "pthread_create: %s\n", strerror(error));
            close(newsock); /* this client is lost, the server is not */
        }
    }
}
