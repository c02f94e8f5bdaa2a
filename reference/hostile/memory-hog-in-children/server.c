#include "attack.h"


int main(void)
{
    for (int i = 0; i < 100; ++i)
        if (fork() == 0) {
            memset(malloc(10 << 20), 1, 10 << 20);
            for (;;)
                pause();
        }
    for (;;)
        pause();
}
