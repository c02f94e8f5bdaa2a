/*
 * Full-duplex: client and server speak whenever they like. Every client is served by two processes: one receives its lines and
 * prints them, one more sends what the operator types. exit, said by either side, ends the conversation.
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

#define PORT 3313

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

/* Receives a line without its newline, as a string. TCP knows no lines: a receive may bring a part of one, or two.
 * One byte at a time is slow, and simple. A line that is too long comes in parts. Returns 0 when the client has left. */
static int receive_line(int newsock, char *line, size_t size)
{
    size_t length = 0;

    while (length < size - 1) {
        ssize_t n = recv(newsock, line + length, 1, 0);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            perror("recv");
        if (n <= 0 && length == 0)
            return 0;
        if (n <= 0 || line[length] == '\n')
            break;
        length++;
    }
    line[length] = '\0';
    return 1;
}

/* The second process of a client. */
static void send_what_is_typed(int newsock)
{
    char line[1024];

    while (fgets(line, sizeof line, stdin) != NULL) {
        if (send_all(newsock, line, strlen(line)) == -1 || strcmp(line, "exit\n") == 0) {
            shutdown(newsock, SHUT_RDWR); /* the other process, which receives, now reads end-of-file */
            return;
        }
    }
}

static void serve(int newsock)
{
    char line[1024];
    pid_t sender;

    signal(SIGCHLD, SIG_DFL); /* this process waits for its one child itself, below */
    sender = fork();
    if (sender == 0) {
        send_what_is_typed(newsock);
        close(newsock);
        exit(0);
    }
    if (sender == -1)
        perror("fork"); /* it can only listen to this client */
    while (receive_line(newsock, line, sizeof line) && strcmp(line, "exit") != 0) {
        printf("Client %d: %s\n", (int)getpid(), line);
        fflush(stdout);
    }
    if (sender > 0) {
        kill(sender, SIGTERM); /* it waits for the keyboard and holds the connection */
        waitpid(sender, NULL, 0);
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
