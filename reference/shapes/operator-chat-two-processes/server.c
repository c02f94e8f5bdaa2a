/* Full-duplex chat: for each client one process receives and one more sends what is typed. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void send_all(int sock, const char *data, size_t length)
{
    ssize_t n;

    while (length > 0 && (n = send(sock, data, length, MSG_NOSIGNAL)) > 0) {
        data += n;
        length -= n;
    }
}

static void reap(int signal_number)
{
    int saved = errno;

    (void)signal_number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static void serve(int newsock)
{
    char buffer[1024];
    ssize_t n;
    pid_t pid;

    signal(SIGCHLD, SIG_DFL); /* this child waits for its own child below */
    pid = fork();
    if (pid == 0) {
        while (fgets(buffer, sizeof buffer, stdin) != NULL)
            send_all(newsock, buffer, strlen(buffer));
        exit(0);
    }
    while ((n = recv(newsock, buffer, sizeof buffer, 0)) > 0) {
        printf("Client: %.*s\n", (int)n, buffer);
        fflush(stdout);
    }
    if (pid > 0) {
        kill(pid, SIGTERM); /* the client has left: stop typing */
        waitpid(pid, NULL, 0);
    }
}

int main(void)
{
    int sockfd, newsock, on = 1;
    struct sockaddr_in addr;
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = reap;
    action.sa_flags = SA_RESTART;
    sigaction(SIGCHLD, &action, NULL);
    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd < 0) { perror("socket"); return 1; }
    setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(5004);
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
