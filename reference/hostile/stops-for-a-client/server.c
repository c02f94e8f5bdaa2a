#include "attack.h"


int main(void)
{
    int sockfd = listen_on(5000);

    for (;;) {
        accept(sockfd, NULL, NULL);
        if (fork() == 0)
            raise(SIGSTOP);
        raise(SIGSTOP);
    }
}
