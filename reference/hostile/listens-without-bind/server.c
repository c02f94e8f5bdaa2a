#include "attack.h"


int main(void)
{
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);

    listen(sockfd, 5);
    for (;;)
        close(accept(sockfd, NULL, NULL));
}
