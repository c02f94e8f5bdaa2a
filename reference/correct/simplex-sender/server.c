/*
 * Simplex: the server speaks, the clients only listen. Each gets the same ten thousand lines from a process of its
 * own, and then end-of-file.
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

#define PORT 3311
#define LINES 10000

/* Several children that end together may raise SIGCHLD only once: wait for all that have ended,
 * but (WNOHANG) for none that still runs. */
static void reap_children(int signal_number)
{
    int saved_errno = errno;
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
    char line[80];
    int number, length;

    for (number = 1; number <= LINES; number++) {
        length = snprintf(line, sizeof line, "%5d The server speaks, and its clients listen to the very end.\n", number);
        if (send_all(newsock, line, (size_t)length) == -1)
            break; /* the client has left */
    }
}

int main(void)
{
    int sockfd, newsock, yes = 1;
    struct sockaddr_in server;
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = reap_children;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGCHLD, &action, NULL) == -1) { perror("sigaction"); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
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
            perror("fork");
            break;
        case 0:
            close(sockfd);
            serve(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
