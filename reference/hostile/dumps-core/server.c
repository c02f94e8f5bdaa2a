#include "attack.h"


int main(void)
{
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

    REFUSED(setrlimit(RLIMIT_CORE, &all));
    memset(malloc(300 << 20), 1, 300 << 20);
    abort();
}
