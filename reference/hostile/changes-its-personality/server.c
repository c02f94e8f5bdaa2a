#include "attack.h"


#include <sys/personality.h>

int main(void)
{
    struct rlimit core = {0, 0}, files = {256, 256};

    personality(ADDR_NO_RANDOMIZE);
    setrlimit(RLIMIT_CORE, &core);
    setrlimit(RLIMIT_NOFILE, &files);
    if (nice(1) == -1)
        perror("nice");
    REFUSED(setrlimit(RLIMIT_NOFILE, &(struct rlimit){2048, 2048}));
    REFUSED(personality(READ_IMPLIES_EXEC));
    serve();
}
