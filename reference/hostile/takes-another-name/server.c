#include "attack.h"


int main(int argc, char **argv)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY);

    (void)argc;
    REFUSED(write(file, "-1000", 5) - 5 + (lseek(file, 0, SEEK_SET) < 0)); /* only upwards */
    close(file);
    memcpy(argv[0], "init", 5);
    prctl(PR_SET_NAME, ") R 1 (\n");
    serve();
}
