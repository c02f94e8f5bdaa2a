/* Echo server without connections. */
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
    int sockfd;
    struct sockaddr_in addr, client;
    socklen_t length;
    char buffer[1024];
    ssize_t n;

    sockfd = socket(AF_INET, SOCK_DGRAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5400);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    while (1) {
        length = sizeof client;
        n = recvfrom(sockfd, buffer, sizeof buffer, 0, (struct sockaddr *)&client, &length);
        if (n >= 0)
            sendto(sockfd, buffer, n, 0, (struct sockaddr *)&client, length);
    }
}
