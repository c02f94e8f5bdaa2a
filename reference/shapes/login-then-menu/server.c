/* Asks for a name, then for a password, then offers a menu: each message is answered with other
   words. */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int tell(int sock, const char *text)
{
    return send(sock, text, strlen(text), MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int hear(int sock, char *words, size_t size)
{
    ssize_t n = recv(sock, words, size - 1, 0);

    if (n <= 0)
        return -1;
    words[n] = '\0';
    return 0;
}

static void serve(int newsock)
{
    char name[64], word[64];

    if (tell(newsock, "Name: ") < 0 || hear(newsock, name, sizeof name) < 0 ||
        tell(newsock, "Password: ") < 0 || hear(newsock, word, sizeof word) < 0)
        return;
    if (strncmp(name, "teacher", 7) != 0 || strncmp(word, "chalk", 5) != 0) {
        tell(newsock, "Login failed\n");
        return;
    }
    tell(newsock, "1 balance, 2 leave\n");
    while (hear(newsock, word, sizeof word) == 0 && word[0] != '2')
        if (tell(newsock, word[0] == '1' ? "100\n" : "What?\n") < 0)
            return;
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;

    signal(SIGCHLD, SIG_IGN); /* finished children vanish by themselves */
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(4770);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 10) < 0) { perror("listen"); return 1; }
    for (;;) {
        if ((newsock = accept(sockfd, NULL, NULL)) < 0)
            continue;
        if (fork() == 0) {
            close(sockfd);
            serve(newsock);
            close(newsock);
            return 0;
        }
        close(newsock);
    }
}
