/*
 * Echo server with workers made beforehand: four processes wait in accept on the same listening socket,
 * and the kernel gives each connection to one of them. The parent serves nobody; it replaces a worker
 * that died, and ends all of them at SIGTERM or SIGINT.
 * usage: server [port]
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 4

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

static void echo(int newsock)
{
    char buffer[1024];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) != 0) {
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1 || send_all(newsock, buffer, (size_t)n) == -1)
            break;
    }
}

static void work(int sockfd)
{
    int newsock;

    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            perror("accept");
            sleep(1); /* too many open files: do not spin */
            continue;
        }
        echo(newsock);
        close(newsock);
    }
}

/* Returns the worker's pid, or -1. A worker gets back the signals that the parent has blocked. */
static pid_t start_worker(int sockfd, const sigset_t *signals)
{
    pid_t pid = fork();

    if (pid == -1)
        perror("fork");
    if (pid == 0) {
        sigprocmask(SIG_UNBLOCK, signals, NULL);
        work(sockfd);
    }
    return pid;
}

int main(int argc, char *argv[])
{
    int sockfd, i, missing, signal_number, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 3305;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    struct timespec second = {.tv_sec = 1};
    pid_t pid, workers[WORKERS];
    sigset_t signals;

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    server.sin_port = htons((unsigned short)port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    printf("Listening on port %d\n", port);
    fflush(stdout);

    /* Blocked signals wait until sigtimedwait takes them: no handler, and none is missed between two calls. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &signals, NULL) == -1) { perror("sigprocmask"); exit(1); }

    for (i = 0; i < WORKERS; i++)
        workers[i] = -1; /* not running */
    do {
        while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
            for (i = 0; i < WORKERS; i++)
                if (workers[i] == pid)
                    workers[i] = -1;
        for (i = missing = 0; i < WORKERS; i++)
            if (workers[i] == -1 && (workers[i] = start_worker(sockfd, &signals)) == -1)
                missing = 1; /* try again in a second */
        signal_number = sigtimedwait(&signals, NULL, missing ? &second : NULL);
    } while (signal_number == SIGCHLD || signal_number == -1);

    for (i = 0; i < WORKERS; i++)
        if (workers[i] != -1) /* kill(-1) would reach every process there is */
            kill(workers[i], SIGTERM);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    close(sockfd);
    return 0;
}
