/* Accepts one client, answers one message, ends. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    char buffer[1024];
    ssize_t n;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5102);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

    newsock = accept(sockfd, NULL, NULL);
    if (newsock < 0) { perror("accept"); return 1; }
    n = recv(newsock, buffer, sizeof buffer, 0);
    if (n > 0)
        send(newsock, buffer, n, MSG_NOSIGNAL);
    close(newsock);
    close(sockfd);
    return 0;
}
