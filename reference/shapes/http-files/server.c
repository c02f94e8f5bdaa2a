/* Serves the files of www/ by HTTP/1.0. */
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

static void say(int newsock, const char *text)
{
    send_all(newsock, text, strlen(text));
}

static void serve(int newsock)
{
    char request[4096] = "", path[300], name[310], block[4096], minor;
    size_t used = 0, length;
    ssize_t n;
    FILE *file;

    while (strstr(request, "\r\n\r\n") == NULL) {
        n = recv(newsock, request + used, sizeof request - 1 - used, 0);
        if (n <= 0)
            return;
        used += n;
        request[used] = '\0';
        if (used == sizeof request - 1 || memchr(request, '\0', used) != NULL) {
            say(newsock, "HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            return;
        }
    }
    if (strncmp(request, "GET / HTTP/1.", 13) == 0) {
        strcpy(path, "index.html");
    } else if (sscanf(request, "GET /%299s HTTP/1.%c", path, &minor) != 2) {
        say(newsock, "HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    snprintf(name, sizeof name, "www/%s", path);
    file = strstr(path, "..") == NULL && path[0] != '/' && path[0] != '.' ? fopen(name, "r") : NULL;
    if (file == NULL) {
        say(newsock, "HTTP/1.0 404 Not Found\r\nContent-Length: 10\r\n\r\nnot found\n");
        return;
    }
    say(newsock, "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n");
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
    addr.sin_port = htons(5020);
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
