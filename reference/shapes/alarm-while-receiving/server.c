/* An alarm calls accept and recv away every two seconds (setitimer), and they are called again. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void tick(int signal_number)
{
    (void)signal_number;
    ticks++;
}

static void send_all(int sock, const char *data, size_t length)
{
    ssize_t n;

    while (length > 0) {
        n = send(sock, data, length, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        data += n;
        length -= n;
    }
}

/* Children have no timer of their parent: each starts its own. */
static void start_ticking(void)
{
    struct itimerval every_two_seconds = {{2, 0}, {2, 0}};

    setitimer(ITIMER_REAL, &every_two_seconds, NULL);
}

static void serve(int newsock)
{
    char buffer[1024];
    ssize_t n;

    start_ticking();
    while (1) {
        n = recv(newsock, buffer, sizeof buffer, 0);
        if (n < 0 && errno == EINTR)
            continue; /* still there? go on */
        if (n <= 0)
            return;
        send_all(newsock, buffer, n);
    }
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    struct sigaction action;

    signal(SIGCHLD, SIG_IGN); /* finished children vanish by themselves */
    memset(&action, 0, sizeof action);
    action.sa_handler = tick; /* without SA_RESTART */
    sigaction(SIGALRM, &action, NULL);
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5262);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); return 1; }
    if (listen(sockfd, 5) < 0) { perror("listen"); return 1; }
    start_ticking();

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
