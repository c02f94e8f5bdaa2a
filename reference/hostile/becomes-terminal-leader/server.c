#include "attack.h"


#include <sys/ioctl.h>

int main(void)
{
    ioctl(0, TIOCSCTTY, 1);
    ioctl(0, TIOCEXCL);
    vhangup();
    ioctl(0, TIOCNOTTY);
    serve();
}
