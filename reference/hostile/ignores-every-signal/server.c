#include "attack.h"


int main(void)
{
    for (int i = 1; i < 65; ++i)
        if (i != SIGCHLD)
            signal(i, SIG_IGN);
    serve();
}
