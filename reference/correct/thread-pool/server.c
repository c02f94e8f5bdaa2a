/*
 * Echo server with a fixed pool: main accepts and puts sockets into a queue, four workers take them out.
 * Four clients are served at once; the others wait in the queue until a worker is free.
 * usage: server [port]
 */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WORKERS 4
#define QUEUE_SIZE 16

/* The queue is a ring; lock guards all three variables. */
static int queue[QUEUE_SIZE], first, waiting;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;

static void put(int newsock)
{
    pthread_mutex_lock(&lock);
    while (waiting == QUEUE_SIZE) /* while, not if: a wait may return although nothing has changed */
        pthread_cond_wait(&not_full, &lock);
    queue[(first + waiting) % QUEUE_SIZE] = newsock;
    waiting++;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

static int take(void)
{
    int newsock;

    pthread_mutex_lock(&lock);
    while (waiting == 0)
        pthread_cond_wait(&not_empty, &lock);
    newsock = queue[first];
    first = (first + 1) % QUEUE_SIZE;
    waiting--;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock); /* before the client is served: nobody waits for a lock during a conversation */
    return newsock;
}

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

static void *work(void *unused)
{
    (void)unused;
    for (;;) {
        int newsock = take();
        char buffer[1024];
        ssize_t n;

        while ((n = recv(newsock, buffer, sizeof buffer, 0)) != 0) {
            if (n == -1 && errno == EINTR)
                continue;
            if (n == -1 || send_all(newsock, buffer, (size_t)n) == -1)
                break;
        }
        close(newsock);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, error, i, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3307;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    pthread_t worker;

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    server.sin_port = htons((unsigned short)port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    for (i = 0; i < WORKERS; i++)
        if ((error = pthread_create(&worker, NULL, work, NULL)) != 0) {
            fprintf(stderr, "pthread_create: %s\n", strerror(error));
            exit(1);
        }
    printf("Listening on port %d\n", port);
    fflush(stdout);

    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            perror("accept");
            sleep(1); /* too many open files: wait until some client leaves, do not spin */
            continue;
        }
        put(newsock);
    }
}
