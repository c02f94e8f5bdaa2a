/* Three attempts at a password; the third wrong one is answered in other words, and is the end. */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int tell(int sock, const char *text)
{
    return send(sock, text, strlen(text), MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static void serve(int newsock)
{
    for (int attempt = 1; attempt <= 3; attempt++) {
        char word[64];
        ssize_t n;

        if (tell(newsock, "Password: ") < 0)
            return;
        n = recv(newsock, word, sizeof word - 1, 0);
        if (n <= 0)
            return;
        word[n] = '\0';
        word[strcspn(word, "\r\n")] = '\0';
        if (strcmp(word, "secret") == 0) {
            tell(newsock, "Welcome\n");
            return;
        }
        tell(newsock, "Wrong\n");
    }
    tell(newsock, "Too many attempts\n");
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
    int sockfd = listen_on(7408);

    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int newsock = accept(sockfd, NULL, NULL);

        if (newsock < 0)
            continue;
        if (fork() == 0) {
            close(sockfd);
            serve(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
