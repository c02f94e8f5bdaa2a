/* Records of one size. The first one says who the client is; without it there is no answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "record.h"

static int hear(int sock, struct record *record)
{
    if (recv(sock, record, sizeof *record, MSG_WAITALL) != sizeof *record)
        return -1;
    record->text[sizeof record->text - 1] = '\0';
    return 0;
}

static int tell(int sock, const char *name, const char *text)
{
    struct record reply;

    memset(&reply, 0, sizeof reply);
    reply.operation = htonl(REPLY);
    snprintf(reply.text, sizeof reply.text, "%.20s: %.37s", name, text);
    return send(sock, &reply, sizeof reply, MSG_NOSIGNAL) == sizeof reply ? 0 : -1;
}

static void serve(int newsock)
{
    struct record login, said;

    if (hear(newsock, &login) < 0 || ntohl(login.operation) != LOGIN)
        return;
    if (tell(newsock, "server", "welcome") < 0)
        return;
    while (hear(newsock, &said) == 0)
        if (ntohl(said.operation) != SAY || tell(newsock, login.text, said.text) < 0)
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
    addr.sin_port = htons(4931);
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
        if (fork() == 0) {
            close(sockfd);
            serve(newsock);
            close(newsock);
            exit(0);
        }
        close(newsock);
    }
}
