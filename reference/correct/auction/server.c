/*
 * Auction: bidders send "BID amount" and are told ACCEPTED or REJECTED; "HIGHEST" asks for the highest bid. A thread for each.
 * usage: server [port]
 *
 * The highest bid is shared by all threads. To compare with it and to replace it has to be one step: both under one lock.
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

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long highest;

/* Whether the bid is the highest now; *now is the highest in any case. */
static int bid(long amount, long *now)
{
    int accepted;

    pthread_mutex_lock(&lock);
    accepted = amount > highest;
    if (accepted)
        highest = amount;
    *now = highest; /* read under the lock too: after it the value may be another one */
    pthread_mutex_unlock(&lock);
    return accepted;
}

static long highest_bid(void)
{
    long now;

    pthread_mutex_lock(&lock);
    now = highest;
    pthread_mutex_unlock(&lock);
    return now;
}

static int send_all(int sock, const char *data, size_t length)
{
    while (length > 0) {
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

static int answer(int sock, const char *line)
{
    char reply[64];
    long amount, now;
    int length, accepted;

    if (strcmp(line, "HIGHEST") == 0) {
        length = snprintf(reply, sizeof reply, "HIGHEST %ld\n", highest_bid());
    } else if (sscanf(line, "BID %9ld", &amount) == 1 && amount > 0) {
        accepted = bid(amount, &now);
        length = snprintf(reply, sizeof reply, "%s %ld\n", accepted ? "ACCEPTED" : "REJECTED", now);
    } else {
        length = snprintf(reply, sizeof reply, "ERROR say BID amount or HIGHEST\n");
    }
    return send_all(sock, reply, (size_t)length);
}

static void *serve(void *argument)
{
    int sock = (int)(intptr_t)argument;
    char text[256], *end;
    size_t used = 0, length;
    ssize_t n;

    while ((n = recv(sock, text + used, sizeof text - used, 0)) != 0) {
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            break;
        used += (size_t)n;
        while ((end = memchr(text, '\n', used)) != NULL) {
            length = (size_t)(end - text) + 1;
            *end = '\0';
            if (end > text && end[-1] == '\r') /* telnet */
                end[-1] = '\0';
            if (answer(sock, text) == -1)
                goto gone;
            used -= length;
            memmove(text, text + length, used);
        }
        if (used == sizeof text) { /* nobody bids in lines that long */
            send_all(sock, "ERROR line too long\n", 20);
            break;
        }
    }
gone:
    close(sock);
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, error, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3311;
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
    printf("The auction is open on port %d\n", port);
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
        error = pthread_create(&thread, &detached, serve, (void *)(intptr_t)newsock);
        if (error != 0) {
            fprintf(stderr, "pthread_create: %s\n", strerror(error));
            close(newsock);
        }
    }
}
