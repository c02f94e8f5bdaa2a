/* Two players to a table: the first waits until the second has come, then a child plays with both,
   in turn. */
#include <errno.h>
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

static int next_player(int sockfd)
{
    int sock;

    while ((sock = accept(sockfd, NULL, NULL)) < 0)
        if (errno != EINTR && errno != ECONNABORTED)
            return -1;
    return sock;
}

static void play(const int player[2])
{
    char move[256];
    ssize_t n;
    int turn;

    tell(player[0], "You begin\n");
    tell(player[1], "The other one begins\n");
    for (turn = 0; (n = recv(player[turn], move, sizeof move, 0)) > 0; turn = 1 - turn)
        if (send(player[1 - turn], move, n, MSG_NOSIGNAL) < 0)
            return;
}

int main(void)
{
    int sockfd, player[2], on = 1;
    struct sockaddr_in addr;

    signal(SIGCHLD, SIG_IGN); /* finished children vanish by themselves */
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(4750);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 10) < 0) { perror("listen"); return 1; }
    for (;;) {
        if ((player[0] = next_player(sockfd)) < 0) { perror("accept"); return 1; }
        if ((player[1] = next_player(sockfd)) < 0) { perror("accept"); return 1; }
        if (fork() == 0) {
            close(sockfd);
            play(player);
            close(player[0]);
            close(player[1]);
            return 0;
        }
        close(player[0]);
        close(player[1]);
    }
}
