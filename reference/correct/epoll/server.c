/*
 * Echo server, one thread and no child: epoll says which socket is ready, and no call ever blocks.
 * usage: server [port]
 */
#define _GNU_SOURCE /* accept4 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a process or a thread would keep on its stack: where this client's conversation stands. */
struct client {
    int sock;
    size_t sent, length; /* of data: what the client still has to get back */
    char data[1024];
};

static int epfd;

static void watch(int operation, int sock, unsigned events, struct client *client)
{
    struct epoll_event event = {.events = events, .data.ptr = client};
    if (epoll_ctl(epfd, operation, sock, &event) == -1) { perror("epoll_ctl"); exit(1); }
}

static void drop(struct client *client)
{
    close(client->sock); /* takes it out of epoll as well */
    free(client);
}

/* Called when client's socket can be read, or can take more of the reply. */
static void serve(struct client *client)
{
    ssize_t n;

    if (client->length == 0) { /* nothing left to send: receive */
        n = recv(client->sock, client->data, sizeof client->data, 0);
        if (n == -1 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n <= 0) {
            drop(client);
            return;
        }
        client->length = (size_t)n;
    }
    n = send(client->sock, client->data + client->sent, client->length - client->sent, MSG_NOSIGNAL);
    if (n == -1 && errno != EAGAIN && errno != EINTR) {
        drop(client);
        return;
    }
    if (n > 0)
        client->sent += (size_t)n;
    if (client->sent == client->length)
        client->sent = client->length = 0;
    /* A client that does not read makes send take a part or nothing: wait for room, not for more input. */
    watch(EPOLL_CTL_MOD, client->sock, client->length > 0 ? EPOLLOUT : EPOLLIN, client);
}

/* Takes all waiting connections; returns 0 if there is no descriptor or memory for the next one. */
static int accept_clients(int sockfd)
{
    struct client *client;
    int newsock;

    for (;;) {
        newsock = accept4(sockfd, NULL, NULL, SOCK_NONBLOCK);
        if (newsock == -1 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (newsock == -1)
            return errno == EAGAIN;
        client = calloc(1, sizeof *client);
        if (client == NULL) { close(newsock); return 0; }
        client->sock = newsock;
        watch(EPOLL_CTL_ADD, newsock, EPOLLIN, client);
    }
}

int main(int argc, char *argv[])
{
    int sockfd, ready, i, yes = 1, accepting = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3304;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    struct epoll_event events[64];

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    server.sin_port = htons((unsigned short)port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    epfd = epoll_create1(0);
    if (epfd == -1) { perror("epoll_create1"); exit(1); }
    watch(EPOLL_CTL_ADD, sockfd, EPOLLIN, NULL); /* NULL marks the listening socket */
    printf("Listening on port %d\n", port);
    fflush(stdout);

    for (;;) {
        ready = epoll_wait(epfd, events, 64, accepting ? -1 : 1000);
        if (ready == -1 && errno != EINTR) { perror("epoll_wait"); exit(1); }
        if (!accepting) /* try again: perhaps a client has left */
            watch(EPOLL_CTL_MOD, sockfd, EPOLLIN, NULL);
        accepting = 1;
        for (i = 0; i < ready; i++) {
            if (events[i].data.ptr != NULL)
                serve(events[i].data.ptr);
            else if (!accept_clients(sockfd)) {
                accepting = 0; /* the queue stays ready: look away from it for a second, do not spin */
                watch(EPOLL_CTL_MOD, sockfd, 0, NULL);
            }
        }
    }
}
