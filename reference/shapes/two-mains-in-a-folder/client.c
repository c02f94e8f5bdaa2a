/* Sends one line and prints the reply. */
#include <arpa/inet.h>
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
    char buffer[1024];
    struct sockaddr_in addr;
    ssize_t n;
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = inet_addr("127.0.0.1");
    addr.sin_port = htons(5504);
    if (connect(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("connect"); return 1; }
    if (fgets(buffer, sizeof buffer, stdin) == NULL)
        return 0;
    send(sockfd, buffer, strlen(buffer), MSG_NOSIGNAL);
    n = recv(sockfd, buffer, sizeof buffer, 0);
    if (n > 0)
        printf("%.*s", (int)n, buffer);
    close(sockfd);
    return 0;
}
