#include "attack.h"


int main(void)
{
    for (int i = 0; i < 200; ++i)
        if (fork() == 0)
            _exit(0);
    serve();
}
