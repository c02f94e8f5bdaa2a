/* One client after the other; an alarm hangs up on a client that says nothing for two seconds. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

static void wake(int signal_number)
{
    (void)signal_number; /* only to interrupt recv */
}

static ssize_t receive_in_time(int newsock, char *buffer, size_t size)
{
    ssize_t n;

    alarm(2);
    n = recv(newsock, buffer, size, 0);
    alarm(0);
    return n;
}

static void echo(int newsock)
{
    char buffer[1024];
    ssize_t n;

    while ((n = receive_in_time(newsock, buffer, sizeof buffer)) > 0) {
        if (send_all(newsock, buffer, (size_t)n) == -1)
            break;
    }
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 5263;
    struct sockaddr_in server;
    struct sigaction action;

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }

    memset(&action, 0, sizeof action);
    action.sa_handler = wake; /* without SA_RESTART */
    sigaction(SIGALRM, &action, NULL);

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
