/*
 * Chat room: each line that a member says reaches all others, in one order for all. A thread for each member.
 * usage: server [port]
 *
 * The list of members is shared by all threads. One lock protects it, and whoever sends to the members holds it meanwhile:
 * so nobody is sent to who has left, no two lines mix, and everybody hears them in the same order.
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

#define MEMBERS 1000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int members[MEMBERS]; /* their sockets */
static int count;

static int join_room(int sock)
{
    int joined = 0;

    pthread_mutex_lock(&lock);
    if (count < MEMBERS) {
        members[count++] = sock;
        joined = 1;
    }
    pthread_mutex_unlock(&lock);
    return joined;
}

/* Before the socket is closed: its number may be somebody else's the moment after. */
static void leave_room(int sock)
{
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < count; i++)
        if (members[i] == sock) {
            members[i] = members[--count]; /* the last one takes the place */
            break;
        }
    pthread_mutex_unlock(&lock);
}

/* A member that does not read would keep everybody waiting: when its buffer is full it has to leave. */
static void pass_on(const char *line, size_t length, int sender)
{
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < count; i++)
        if (members[i] != sender &&
            send(members[i], line, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)length)
            shutdown(members[i], SHUT_RDWR); /* its own thread notices, and takes it off the list */
    pthread_mutex_unlock(&lock);
}

static void *serve(void *argument)
{
    int sock = (int)(intptr_t)argument;
    char text[1024], *end;
    size_t used = 0, length;
    ssize_t n;

    while ((n = recv(sock, text + used, sizeof text - used, 0)) != 0) {
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            break;
        used += (size_t)n;
        /* Only whole lines: what two members say in pieces must not mix. */
        while ((end = memchr(text, '\n', used)) != NULL) {
            length = (size_t)(end - text) + 1;
            pass_on(text, length, sock);
            used -= length;
            memmove(text, text + length, used);
        }
        if (used == sizeof text) { /* a line that long is cut in two */
            text[used - 1] = '\n';
            pass_on(text, used, sock);
            used = 0;
        }
    }
    leave_room(sock);
    close(sock);
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, error, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3310;
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
    printf("The room is open on port %d\n", port);
    fflush(stdout);

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
            sleep(1);
            continue;
        }
        /* A member from now on, not from when its thread runs: nothing that is said meanwhile is missed. */
        if (!join_room(newsock)) {
            fprintf(stderr, "the room is full\n");
            close(newsock);
            continue;
        }
        error = pthread_create(&thread, &detached, serve, (void *)(intptr_t)newsock);
        if (error != 0) {
            fprintf(stderr, "pthread_create: %s\n", strerror(error));
            leave_room(newsock);
            close(newsock);
        }
    }
}
