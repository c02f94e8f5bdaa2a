/* Messages end with a NUL byte; the answer is the text in capitals, with its NUL. */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
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

static void *serve(void *argument)
{
    int newsock = (long)argument;
    char text[4096], byte;
    size_t length = 0;

    while (recv(newsock, &byte, 1, 0) == 1) {
        text[length++] = byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte;
        if (byte == '\0' || length == sizeof text) {
            send_all(newsock, text, length);
            length = 0;
        }
    }
    close(newsock);
    return NULL;
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    pthread_t thread;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5006);
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
        if (pthread_create(&thread, NULL, serve, (void *)(long)newsock) != 0) {
            close(newsock);
            continue;
        }
        pthread_detach(thread);
    }
}
