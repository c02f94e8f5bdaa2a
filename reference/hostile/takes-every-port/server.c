#include "attack.h"


int main(void)
{
    struct sockaddr_in address;
    int on = 1;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    for (int port = 1; port < 65535 && port < 900; ++port) {
        int sock = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(sock, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
        address.sin_port = htons((unsigned short)port);
        if (bind(sock, (struct sockaddr *)&address, sizeof address) == -1 || listen(sock, 1) == -1)
            close(sock);
    }
    serve();
}
