/*
 * One-message fork server: every client is served by a process of its own.
 *
 *   socket, bind, listen
 *   for ever: accept -> newsock, fork
 *     child:  closes sockfd, one receive, one send, closes newsock, exits
 *     parent: closes newsock, goes back to accept
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT 3300

/* A finished child stays a zombie until its parent has waited for it. Signals do not queue: children
 * that end together may raise SIGCHLD once, hence the loop. WNOHANG: never wait for one that still runs. */
static void reap_children(int signal_number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    (void)signal_number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved_errno;
}

/* send may take only a part: go on with the rest. */
static int send_all(int sock, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = send(sock, data, length, MSG_NOSIGNAL); /* no SIGPIPE if the client has left */
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        data += n;
        length -= (size_t)n;
    }
    return 0;
}

static void serve(int newsock)
{
    char buffer[1024];
    ssize_t n;

    do
        n = recv(newsock, buffer, sizeof buffer, 0);
    while (n == -1 && errno == EINTR);
    if (n == -1)
        perror("recv");
    else if (send_all(newsock, buffer, (size_t)n) == -1) /* n bytes: there is no '\0' in buffer */
        perror("send");
}

int main(void)
{
    int sockfd, newsock, yes = 1;
    struct sockaddr_in server;
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = reap_children;
    action.sa_flags = SA_RESTART; /* accept goes on after the handler */
    if (sigaction(SIGCHLD, &action, NULL) == -1) { perror("sigaction"); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    /* Without this the port is refused for a minute after a restart (TIME_WAIT). */
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_ANY);
    server.sin_port = htons(PORT);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    printf("Listening on port %d\n", PORT);
    fflush(stdout); /* else each child inherits the line in its buffer and prints it again */

    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            perror("accept");
            sleep(1); /* too many open files: wait until some client leaves, do not spin */
            continue;
        }
        switch (fork()) {
        case -1:
            perror("fork"); /* this client is lost, the server is not */
            break;
        case 0:
            close(sockfd); /* only the parent listens */
            serve(newsock);
            close(newsock);
            exit(0); /* else the child would go on in the parent's loop */
        }
        close(newsock); /* the child has its own copy; the client sees the end when both are closed */
    }
}
