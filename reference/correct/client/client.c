/*
 * One-message client: connects, sends one message, prints the reply, closes.
 * usage: client host port [message]      without a message it reads one line from the keyboard
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A name may have several addresses (::1 and 127.0.0.1): try them in turn. */
static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints, *addresses, *a;
    int error, sockfd = -1;

    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    error = getaddrinfo(host, port, &hints, &addresses);
    if (error != 0) { fprintf(stderr, "%s port %s: %s\n", host, port, gai_strerror(error)); exit(1); }
    for (a = addresses; a != NULL; a = a->ai_next) {
        sockfd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
        if (sockfd == -1)
            continue;
        if (connect(sockfd, a->ai_addr, a->ai_addrlen) == 0)
            break;
        error = errno; /* close may change it */
        close(sockfd);
        errno = error;
        sockfd = -1;
    }
    freeaddrinfo(addresses);
    if (sockfd == -1) { fprintf(stderr, "connect to %s port %s: %s\n", host, port, strerror(errno)); exit(1); }
    return sockfd;
}

int main(int argc, char *argv[])
{
    char line[1024], reply[1024];
    const char *message = line;
    size_t length, sent = 0, received = 0;
    ssize_t n;
    int sockfd;

    if (argc < 3 || argc > 4) { fprintf(stderr, "usage: %s host port [message]\n", argv[0]); exit(1); }
    sockfd = connect_to(argv[1], argv[2]);

    if (argc == 4)
        message = argv[3];
    else if (fgets(line, sizeof line, stdin) != NULL)
        line[strcspn(line, "\n")] = '\0';
    else { /* end of input: there is no message, leave */
        close(sockfd);
        return 0;
    }

    for (length = strlen(message); sent < length; sent += (size_t)n) {
        n = send(sockfd, message + sent, length - sent, MSG_NOSIGNAL); /* no SIGPIPE if the server has closed */
        if (n == -1) {
            perror("send");
            break; /* perhaps the server said why before it closed */
        }
    }
    /* "I have said everything": a server that reads until end-of-file answers and closes now. */
    shutdown(sockfd, SHUT_WR);

    /* The reply may come in pieces: receive until the server has closed. */
    while ((n = recv(sockfd, reply, sizeof reply, 0)) > 0) {
        fwrite(reply, 1, (size_t)n, stdout);
        received += (size_t)n;
    }
    if (n == -1) { perror("recv"); exit(1); }
    close(sockfd);
    if (received == 0) { fprintf(stderr, "the server closed the connection without a reply\n"); exit(1); }
    printf("\n");
    return 0;
}
