#include "attack.h"


#include <arpa/inet.h>

static int sent(const char *host, int port, int type)
{
    struct sockaddr_in address;
    int sock = socket(AF_INET, type | SOCK_NONBLOCK, 0);
    char byte;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    inet_pton(AF_INET, host, &address.sin_addr);
    if (sock < 0 || connect(sock, (struct sockaddr *)&address, sizeof address) == -1) {
        int refused = sock < 0 || errno != EINPROGRESS;
        struct timeval second = {1, 0};
        fd_set set;
        FD_ZERO(&set);
        if (!refused) {
            int error = 0;
            socklen_t size = sizeof error;
            FD_SET(sock, &set);
            select(sock + 1, NULL, &set, NULL, &second);
            getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
            refused = error == ECONNREFUSED;
        }
        close(sock);
        return refused ? -1 : 0;
    }
    /* A box has all addresses as its own: then nobody is there, and the kernel says so. */
    if (send(sock, "x", 1, 0) == 1) {
        struct timeval second = {1, 0};
        fd_set set;
        FD_ZERO(&set);
        FD_SET(sock, &set);
        select(sock + 1, &set, NULL, NULL, &second);
        if (recv(sock, &byte, 1, 0) == -1 && errno == ECONNREFUSED) {
            close(sock);
            return -1;
        }
    }
    close(sock);
    return 0;
}

int main(void)
{
    if (NAMESPACES) {
        REFUSED(sent("1.1.1.1", 443, SOCK_STREAM));
        REFUSED(sent("169.254.169.254", 80, SOCK_STREAM));
        REFUSED(sent("168.63.129.16", 80, SOCK_STREAM));
        REFUSED(sent("8.8.8.8", 53, SOCK_DGRAM));
        REFUSED(sent("255.255.255.255", 9, SOCK_DGRAM));
    }
    serve();
}
