/* Sends each line that is typed, behind the command word, and prints what comes back.
   usage: client HOST PORT */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    struct addrinfo hints, *found;
    char line[512], message[520], reply[512];
    int sockfd;
    ssize_t n;

    if (argc != 3) { fprintf(stderr, "usage: %s HOST PORT\n", argv[0]); return 1; }
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0) { fprintf(stderr, "no such host\n"); return 1; }
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(sockfd, found->ai_addr, found->ai_addrlen) < 0) { perror("connect"); return 1; }
    freeaddrinfo(found);
    while (fgets(line, sizeof line, stdin) != NULL) {
        snprintf(message, sizeof message, "SAY %s", line);
        if (send(sockfd, message, strlen(message), MSG_NOSIGNAL) < 0 ||
            (n = recv(sockfd, reply, sizeof reply, 0)) <= 0)
            break;
        printf("%.*s", (int)n, reply);
        fflush(stdout);
    }
    close(sockfd);
    return 0;
}
