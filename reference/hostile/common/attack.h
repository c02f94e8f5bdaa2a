/*
 * What the hostile programs share.
 *
 *     int main(void)
 *     {
 *         REFUSED(chroot("/"));   an attempt that must not succeed
 *         serve();                then an ordinary echo server, which deserves full marks
 *     }
 *
 * An attempt that does succeed ends the program, which then serves nobody: the points tell.
 * The test writes target.h beside it: CANARY (a file that everybody may read and nobody may change), SECRET (a file
 * of the checker's user alone), REPORT (where the report will be), TOKEN (what the checker has in its environment and
 * nobody else), and NAMESPACES, OWN_USER, LANDLOCK (1 where a box has them here).
 */
#ifndef ATTACK_H
#define ATTACK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "target.h"

static void breach(const char *what)
{
    fprintf(stderr, "BREA" "CH: %s\n", what); /* in two pieces: a compiler may quote this line */
    _exit(99);
}

#define REFUSED(attempt)                  \
    do {                                  \
        if ((long)(attempt) >= 0)         \
            breach(#attempt);             \
    } while (0)

/* The parent of a process, 0 if it has none that can be seen. */
static inline pid_t parent_of(pid_t pid)
{
    char path[64], text[512], *end;
    FILE *file;
    size_t size;
    int parent = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    file = fopen(path, "r");
    if (file == NULL)
        return 0;
    size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    end = strrchr(text, ')');
    if (end != NULL)
        sscanf(end, ") %*c %d", &parent);
    return parent;
}

/* The processes above this one, nearest first: the launcher or init of the box, then the checker. */
static inline int ancestors(pid_t *pids, int most)
{
    int count = 0;
    pid_t pid = getppid();

    for (; pid > 0 && count < most; pid = parent_of(pid))
        pids[count++] = pid;
    return count;
}

static void reap(int signal_number)
{
    int saved = errno;
    (void)signal_number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static inline int listen_on(int port)
{
    int sockfd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons((unsigned short)port);
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(sockfd, (struct sockaddr *)&address, sizeof address) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 64) == -1) { perror("listen"); exit(1); }
    return sockfd;
}

static inline void echo(int newsock)
{
    char buffer[4096];
    ssize_t n;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) != 0) {
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return;
        for (ssize_t done = 0; done < n;) {
            ssize_t sent = send(newsock, buffer + done, (size_t)(n - done), MSG_NOSIGNAL);
            if (sent == -1 && errno != EINTR)
                return;
            if (sent > 0)
                done += sent;
        }
    }
}

/* A correct echo server: a child for each client. */
static inline void serve(void)
{
    struct sigaction action;
    int sockfd, newsock;

    memset(&action, 0, sizeof action);
    action.sa_handler = reap;
    action.sa_flags = SA_RESTART;
    sigaction(SIGCHLD, &action, NULL);
    sockfd = listen_on(5000);
    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno != EINTR && errno != ECONNABORTED)
                sleep(1);
            continue;
        }
        if (fork() == 0) {
            close(sockfd);
            echo(newsock);
            close(newsock);
            _exit(0);
        }
        close(newsock);
    }
}

#endif
