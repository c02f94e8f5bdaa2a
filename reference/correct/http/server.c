/*
 * Small web server: GET for the files below www/, a process for each request (HTTP/1.0, RFC 9110 and 9112).
 * usage: server [port]
 *
 *   child: reads the request up to its empty line, checks it, sends status line, header and file, closes
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOT "www"

static void reap_children(int signal_number)
{
    int saved_errno = errno;
    (void)signal_number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved_errno;
}

/* send may take only a part: go on with the rest. */
static int send_all(int sock, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = send(sock, data, length, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        data += n;
        length -= (size_t)n;
    }
    return 0;
}

static void refuse(int newsock, const char *status)
{
    char page[256];
    int length = snprintf(page, sizeof page,
                          "HTTP/1.0 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s\n",
                          status, strlen(status) + 1, status);
    send_all(newsock, page, (size_t)length);
}

/* Reads up to the empty line that ends a request. 0, or the status of the refusal; "" if the client has left. */
static const char *read_request(int newsock, char *request, size_t size)
{
    size_t used = 0;
    ssize_t n;

    request[0] = '\0';
    while (strstr(request, "\r\n\r\n") == NULL) {
        if (used == size - 1)
            return "400 Bad Request"; /* too long for us */
        n = recv(newsock, request + used, size - 1 - used, 0); /* a request may come in pieces */
        if (n == -1 && errno == EINTR)
            continue;
        if (n <= 0)
            return used == 0 ? "" : "400 Bad Request";
        if (memchr(request + used, '\0', (size_t)n) != NULL)
            return "400 Bad Request"; /* what is behind it would be lost to strstr */
        used += (size_t)n;
        request[used] = '\0';
    }
    return NULL;
}

/* "%41%20b" -> "A b", in place. Must come before any check of the path: "%2e%2e" is ".." too. */
static int decode(char *text)
{
    char *to = text, hex[3] = "";

    for (; *text != '\0'; text++) {
        if (*text == '%') {
            if (!isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]))
                return -1;
            memcpy(hex, text + 1, 2);
            text += 2;
            *to = (char)strtol(hex, NULL, 16);
            if (*to++ == '\0')
                return -1;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
    return 0;
}

/* Whether no part of the path leads up and out of the root: "..", or a part that is empty and makes it absolute. */
static int stays_inside(const char *path)
{
    size_t length;

    for (;; path += length + 1) {
        length = strcspn(path, "/");
        if ((length == 2 && strncmp(path, "..", 2) == 0) || (length == 0 && *path == '/'))
            return 0;
        if (path[length] == '\0')
            return 1;
    }
}

static void send_file(int newsock, int file, off_t size)
{
    char block[4096];
    ssize_t n;
    int length = snprintf(block, sizeof block, "HTTP/1.0 200 OK\r\nContent-Length: %lld\r\n\r\n", (long long)size);

    if (send_all(newsock, block, (size_t)length) == -1)
        return;
    while ((n = read(file, block, sizeof block)) > 0) /* bytes, not text: a picture has '\0' in it */
        if (send_all(newsock, block, (size_t)n) == -1)
            return;
}

static void serve(int newsock)
{
    char request[4096], method[16], target[2048], version[16];
    const char *refusal = read_request(newsock, request, sizeof request), *path = target + 1;
    struct stat status;
    int file;

    if (refusal == NULL && (sscanf(request, "%15s %2047s %15s", method, target, version) != 3 ||
                            strncmp(version, "HTTP/1.", 7) != 0 || target[0] != '/'))
        refusal = "400 Bad Request";
    if (refusal == NULL && strcmp(method, "GET") != 0)
        refusal = "501 Not Implemented";
    if (refusal == NULL) {
        target[strcspn(target, "?")] = '\0'; /* the query is not part of the name */
        if (decode(target) == -1)
            refusal = "400 Bad Request";
    }
    if (refusal != NULL) {
        if (*refusal != '\0')
            refuse(newsock, refusal);
        return;
    }
    if (*path == '\0')
        path = "index.html";
    /* main has made www/ the working directory: a relative path without ".." is inside it. */
    file = stays_inside(path) ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (file == -1 || fstat(file, &status) == -1 || !S_ISREG(status.st_mode))
        refuse(newsock, "404 Not Found");
    else
        send_file(newsock, file, status.st_size);
    if (file != -1)
        close(file);
}

/* Closing with unread bytes would reset the connection and could take the answer with it. */
static void close_gently(int newsock)
{
    char rest[4096];

    shutdown(newsock, SHUT_WR);
    while (recv(newsock, rest, sizeof rest, 0) > 0)
        ;
    close(newsock);
}

int main(int argc, char *argv[])
{
    int sockfd, newsock, yes = 1;
    int port = argc > 1 ? atoi(argv[1]) : 8080;
    struct sockaddr_in server;
    struct sigaction action;

    if (port < 1 || port > 65535) { fprintf(stderr, "usage: %s [port]\n", argv[0]); exit(1); }
    if (chdir(ROOT) == -1) { perror(ROOT); exit(1); }
    memset(&action, 0, sizeof action);
    action.sa_handler = reap_children;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGCHLD, &action, NULL) == -1) { perror("sigaction"); exit(1); }

    sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) { perror("socket"); exit(1); }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) { perror("setsockopt"); exit(1); }
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_ANY);
    server.sin_port = htons((unsigned short)port);
    if (bind(sockfd, (struct sockaddr *)&server, sizeof server) == -1) { perror("bind"); exit(1); }
    if (listen(sockfd, 16) == -1) { perror("listen"); exit(1); }
    printf("Serving %s/ on port %d\n", ROOT, port);
    fflush(stdout);

    for (;;) {
        newsock = accept(sockfd, NULL, NULL);
        if (newsock == -1) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            perror("accept");
            sleep(1); /* too many open files: wait until some client leaves, do not spin */
            continue;
        }
        switch (fork()) {
        case -1:
            perror("fork");
            break;
        case 0:
            close(sockfd);
            serve(newsock);
            close_gently(newsock);
            exit(0);
        }
        close(newsock);
    }
}
