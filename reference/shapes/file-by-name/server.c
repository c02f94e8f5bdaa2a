/* The client sends the name of a file of this folder and gets its contents. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_all(int sock, const char *data, size_t length)
{
    ssize_t n;

    while (length > 0 && (n = send(sock, data, length, MSG_NOSIGNAL)) > 0) {
        data += n;
        length -= n;
    }
}

static void serve(int newsock)
{
    char name[256], block[4096];
    ssize_t n;
    size_t length;
    FILE *file;

    n = recv(newsock, name, sizeof name - 1, 0);
    if (n <= 0)
        return;
    name[n] = '\0';
    name[strcspn(name, "\r\n")] = '\0';
    file = strchr(name, '/') == NULL && name[0] != '.' ? fopen(name, "r") : NULL;
    if (file == NULL) {
        send_all(newsock, "file not found\n", 15);
        return;
    }
    while ((length = fread(block, 1, sizeof block, file)) > 0)
        send_all(newsock, block, length);
    fclose(file);
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
    addr.sin_port = htons(5019);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }

    while (1) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            if (errno != EINTR && errno != ECONNABORTED) {
                perror("accept");
                sleep(1);
            }
            continue;
        }
        if (fork() == 0) {
            close(sockfd);
            serve(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
