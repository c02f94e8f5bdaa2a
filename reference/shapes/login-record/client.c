/* Asks for a name, introduces itself, then sends what is typed and prints what comes back. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "record.h"

static int ask(int sock, uint32_t operation, const char *text, struct record *reply)
{
    struct record record;

    memset(&record, 0, sizeof record);
    record.operation = htonl(operation);
    snprintf(record.text, sizeof record.text, "%.59s", text);
    if (send(sock, &record, sizeof record, MSG_NOSIGNAL) != sizeof record)
        return -1;
    return recv(sock, reply, sizeof *reply, MSG_WAITALL) == sizeof *reply ? 0 : -1;
}

int main(void)
{
    char line[60];
    struct record reply;
    struct sockaddr_in addr;
    uint32_t operation = LOGIN;
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = inet_addr("127.0.0.1");
    addr.sin_port = htons(4931);
    if (connect(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("connect"); return 1; }
    printf("Your name: ");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (ask(sockfd, operation, line, &reply) < 0)
            break;
        printf("%.60s\n> ", reply.text);
        fflush(stdout);
        operation = SAY;
    }
    close(sockfd);
    return 0;
}
