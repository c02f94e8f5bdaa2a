/* Starts, then sends each line that is typed and prints what comes back. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    char line[128] = "start\n", reply[320];
    struct sockaddr_in addr;
    ssize_t n;
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = inet_addr("127.0.0.1");
    addr.sin_port = htons(4933);
    if (connect(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("connect"); return 1; }
    do {
        if (send(sockfd, line, strlen(line), MSG_NOSIGNAL) < 0 ||
            (n = recv(sockfd, reply, sizeof reply, 0)) <= 0)
            break;
        printf("%.*s> ", (int)n, reply);
        fflush(stdout);
    } while (fgets(line, sizeof line, stdin) != NULL);
    close(sockfd);
    return 0;
}
