#include "attack.h"


#include <sys/shm.h>

int main(void)
{
    char block[65536] = {0};

    for (int i = 0; i < 200; ++i) {
        int ends[2], pair[2];
        if (pipe2(ends, O_NONBLOCK) == 0) {
            fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);
            while (write(ends[1], block, sizeof block) > 0)
                ;
        }
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0)
            while (write(pair[0], block, sizeof block) > 0)
                ;
    }
    for (int i = 0; i < 64; ++i) {
        int segment = shmget(IPC_PRIVATE, 1 << 20, 0600);
        void *memory = segment < 0 ? (void *)-1 : shmat(segment, NULL, 0);
        if (memory != (void *)-1)
            memset(memory, 1, 1 << 20);
    }
    for (int fd = 3; fd < 1024; ++fd)
        close(fd);
    serve();
}
