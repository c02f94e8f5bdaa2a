/*
 * Answers each line in capitals, until the client says exit or leaves: a thread for each client. TCP is a stream without
 * messages; what makes them is the newline, wherever the receives cut.
 * usage: server [port]
 */
#include <ctype.h>
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

/* length bytes, the newline among them. Returns -1 when the conversation is over. */
static int answer(int newsock, char *line, size_t length)
{
    size_t i;

    if (length == 5 && memcmp(line, "exit\n", 5) == 0)
        return -1;
    for (i = 0; i < length; i++)
        line[i] = (char)toupper((unsigned char)line[i]);
    return send_all(newsock, line, length);
}

static void converse(int newsock)
{
    char buffer[1024], *newline;
    size_t length = 0, line;
    ssize_t n;

    while ((n = recv(newsock, buffer + length, sizeof buffer - length, 0)) != 0) { /* 0 is end-of-file */
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return;
        length += (size_t)n;
        while ((newline = memchr(buffer, '\n', length)) != NULL) {
            line = (size_t)(newline - buffer) + 1;
            if (answer(newsock, buffer, line) == -1)
                return;
            length -= line;
            memmove(buffer, buffer + line, length); /* the beginning of the next line */
        }
        if (length == sizeof buffer) { /* a line longer than the buffer: answer what is there, the rest follows */
            if (answer(newsock, buffer, length) == -1)
                return;
            length = 0;
        }
    }
}

static void *serve(void *argument)
{
    int newsock = (int)(intptr_t)argument;

    converse(newsock);
    close(newsock);
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, error, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3314;
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
