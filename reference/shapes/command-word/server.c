/* A line is answered only where it begins with a command word. A thread for each client.
   usage: server PORT */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *serve(void *argument)
{
    int newsock = (int)(intptr_t)argument;
    FILE *in = fdopen(newsock, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t length, sent, n;

    if (in == NULL) {
        close(newsock);
        return NULL;
    }
    while ((length = getline(&line, &size, in)) > 0) {
        if (length < 4 || memcmp(line, "SAY ", 4) != 0)
            continue;
        for (sent = 4; sent < length; sent += n)
            if ((n = send(newsock, line + sent, length - sent, MSG_NOSIGNAL)) <= 0)
                break;
        if (sent < length)
            break;
    }
    free(line);
    fclose(in);
    return NULL;
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    pthread_t thread;

    if (argc != 2) { fprintf(stderr, "usage: %s PORT\n", argv[0]); return 1; }
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(atoi(argv[1]));
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 8) < 0) { perror("listen"); return 1; }

    while (1) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            if (errno != EINTR && errno != ECONNABORTED) {
                perror("accept");
                sleep(1);
            }
            continue;
        }
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)newsock) == 0)
            pthread_detach(thread);
        else
            close(newsock);
    }
}
