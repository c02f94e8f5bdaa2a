/* A request is three numbers, twelve bytes; what a client sends behind it is never read. */
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
    int32_t operation, a, b;
};

static void serve(int newsock)
{
    struct request request;

    if (recv(newsock, &request, sizeof request, MSG_WAITALL) == (ssize_t)sizeof request) {
        uint32_t a = request.a, b = request.b, result = request.operation == 1 ? a + b : a - b;

        send(newsock, &result, sizeof result, MSG_NOSIGNAL);
    }
    close(newsock);
}

static int listen_on(int port)
{
    int sockfd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in server = {0};

    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_ANY);
    server.sin_port = htons(port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) < 0 || listen(sockfd, 10) < 0) {
        perror("listen");
        exit(1);
    }
    return sockfd;
}

int main(void)
{
    int sockfd = listen_on(7407);

    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int newsock = accept(sockfd, NULL, NULL);

        if (newsock < 0)
            continue;
        if (fork() == 0) {
            close(sockfd);
            serve(newsock);
            exit(0);
        }
        close(newsock);
    }
}
