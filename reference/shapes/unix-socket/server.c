/* Echo server on a socket that is a file: no port at all. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    int sockfd, newsock;
    struct sockaddr_un addr;
    char buffer[1024];
    ssize_t n;

    signal(SIGCHLD, SIG_IGN);
    sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    memset(&addr, 0, sizeof addr);
    addr.sun_family = AF_UNIX;
    strcpy(addr.sun_path, "echo.socket");
    unlink(addr.sun_path);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }
    while (1) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0)
            continue;
        if (fork() == 0) {
            close(sockfd);
            while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0)
                send(newsock, buffer, n, MSG_NOSIGNAL);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
