#include "attack.h"


int main(int argc, char **argv)
{
    static char block[1 << 20];
    int self, copy;
    ssize_t size;

    if (argc < 2) {
        self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
        copy = memfd_create("server", MFD_CLOEXEC);
        while ((size = read(self, block, sizeof block)) > 0)
            if (write(copy, block, (size_t)size) != size)
                return 1;
        unlink("server");
        fexecve(copy, (char *[]){argv[0], (char *)"again", NULL}, (char *[]){NULL});
        perror("fexecve");
        return 1;
    }
    serve();
}
