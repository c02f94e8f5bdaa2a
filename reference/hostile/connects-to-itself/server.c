#include "attack.h"


int main(void)
{
    struct sockaddr_in address;

    if (fork() == 0) {
        memset(&address, 0, sizeof address);
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(5000);
        for (int i = 0; i < 10000; ++i) {
            int sock = socket(AF_INET, SOCK_STREAM, 0);
            if (sock >= 0)
                connect(sock, (struct sockaddr *)&address, sizeof address);
        }
        pause();
    }
    serve();
}
