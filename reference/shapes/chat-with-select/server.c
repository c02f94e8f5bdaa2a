/* Whatever one says goes to all the others; the speaker hears nothing. One task, select(). */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static fd_set members;
static int highest;

static void pass_on(int speaker, int sockfd, const char *words, size_t length)
{
    int sock;

    for (sock = 0; sock <= highest; sock++)
        if (FD_ISSET(sock, &members) && sock != speaker && sock != sockfd)
            send(sock, words, length, 0);
}

static void listen_to(int speaker, int sockfd)
{
    char words[512];
    ssize_t n = recv(speaker, words, sizeof words, 0);

    if (n > 0) {
        pass_on(speaker, sockfd, words, n);
        return;
    }
    FD_CLR(speaker, &members);
    close(speaker);
}

int main(void)
{
    int sockfd, newsock, sock, on = 1;
    struct sockaddr_in addr;
    fd_set ready;

    signal(SIGPIPE, SIG_IGN);
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(4760);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 10) < 0) { perror("listen"); return 1; }
    FD_SET(sockfd, &members);
    highest = sockfd;
    for (;;) {
        ready = members;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0)
            continue;
        for (sock = 0; sock <= highest; sock++) {
            if (!FD_ISSET(sock, &ready))
                continue;
            if (sock != sockfd) {
                listen_to(sock, sockfd);
            } else if ((newsock = accept(sockfd, NULL, NULL)) >= 0 && newsock < FD_SETSIZE) {
                FD_SET(newsock, &members);
                if (newsock > highest)
                    highest = newsock;
            }
        }
    }
}
