#include "attack.h"


#include <sys/sysmacros.h>

int main(void)
{
    REFUSED(mknod("disk", S_IFBLK | 0666, makedev(254, 0)) == 0 ? open("disk", O_RDONLY) : -1);
    REFUSED(mknod("memory", S_IFCHR | 0666, makedev(1, 1)) == 0 ? open("memory", O_RDONLY) : -1);
    serve();
}
