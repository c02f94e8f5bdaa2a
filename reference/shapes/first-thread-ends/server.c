/* main() ends by pthread_exit() and leaves the work to a thread: the process lives on without its
   first thread. */
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *serve(void *argument)
{
    int newsock = (int)(intptr_t)argument;
    char buffer[1024];
    ssize_t n, sent, done;

    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0)
        for (done = 0; done < n; done += sent)
            if ((sent = send(newsock, buffer + done, n - done, MSG_NOSIGNAL)) < 0)
                break;
    close(newsock);
    return NULL;
}

static void *accept_all(void *argument)
{
    int sockfd = (int)(intptr_t)argument, newsock;
    pthread_t thread;

    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock < 0) {
            sleep(1);
            continue;
        }
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)newsock) == 0)
            pthread_detach(thread);
        else
            close(newsock);
    }
    return NULL;
}

int main(void)
{
    int sockfd, on = 1;
    struct sockaddr_in addr;
    pthread_t thread;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(4780);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 10) < 0) { perror("listen"); return 1; }
    if (pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)sockfd) != 0) {
        fprintf(stderr, "no thread\n");
        return 1;
    }
    pthread_exit(NULL);
}
