/* Nobody is heard before the line "start". Then each line comes back in the server's own words. One
   task, select(). */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

struct guest {
    int started;
    size_t length;
    char line[256];
};

static struct guest guests[FD_SETSIZE]; /* by descriptor */
static fd_set connected;
static int highest;

static void let_go(int sock)
{
    FD_CLR(sock, &connected);
    close(sock);
}

/* 0 where the guest is lost. */
static int answer(int sock, struct guest *guest)
{
    char reply[320];
    int length;

    guest->line[guest->length] = '\0';
    guest->length = 0;
    if (!guest->started) {
        guest->started = strcmp(guest->line, "start") == 0;
        if (!guest->started)
            return 1;
        length = snprintf(reply, sizeof reply, "Ready.\n");
    } else {
        length = snprintf(reply, sizeof reply, "You said: %s\n", guest->line);
    }
    return send(sock, reply, length, MSG_NOSIGNAL | MSG_DONTWAIT) == length;
}

static void hear(int sock)
{
    struct guest *guest = &guests[sock];
    char bytes[512];
    ssize_t n = recv(sock, bytes, sizeof bytes, MSG_DONTWAIT), i;

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        let_go(sock);
        return;
    }
    for (i = 0; i < n; i++) {
        if (bytes[i] != '\n') {
            if (guest->length == sizeof guest->line - 1) { /* too long for a line */
                let_go(sock);
                return;
            }
            guest->line[guest->length++] = bytes[i];
        } else if (!answer(sock, guest)) {
            let_go(sock);
            return;
        }
    }
}

static void welcome(int sockfd)
{
    int newsock = accept(sockfd, NULL, NULL);

    if (newsock < 0) {
        if (errno != EINTR && errno != ECONNABORTED) {
            perror("accept");
            sleep(1);
        }
        return;
    }
    if (newsock >= FD_SETSIZE) {
        close(newsock);
        return;
    }
    memset(&guests[newsock], 0, sizeof guests[newsock]);
    FD_SET(newsock, &connected);
    if (newsock > highest)
        highest = newsock;
}

int main(void)
{
    int sockfd, sock, on = 1;
    struct sockaddr_in addr;
    fd_set ready;

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(4933);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 8) < 0) { perror("listen"); return 1; }

    FD_SET(sockfd, &connected);
    highest = sockfd;
    while (1) {
        ready = connected;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0)
            continue;
        for (sock = 0; sock <= highest; sock++) {
            if (!FD_ISSET(sock, &ready))
                continue;
            if (sock == sockfd)
                welcome(sockfd);
            else
                hear(sock);
        }
    }
}
