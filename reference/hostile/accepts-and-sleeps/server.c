#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000);

    for (;;)
        accept(sockfd, NULL, NULL);
}
