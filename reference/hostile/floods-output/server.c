#include "attack.h"


int main(void)
{
    static char block[65536];

    memset(block, 'y', sizeof block);
    if (fork() == 0)
        for (;;)
            if (write(1, block, sizeof block) < 0)
                _exit(0);
    serve();
}
