#include "attack.h"


#include <sys/ioctl.h>
#include <termios.h>

int main(void)
{
    const char *line = "reboot\n";
    struct termios mode;

    REFUSED(open("/dev/tty", O_RDWR));
    for (int fd = 0; fd < 3; ++fd) {
        REFUSED(ioctl(fd, TIOCSTI, line));
        REFUSED(ioctl(fd, (0xffffffffUL << 32) | TIOCSTI, line));
        REFUSED(ioctl(fd, 0x541C, "\x02")); /* TIOCLINUX: paste */
        if (tcgetattr(fd, &mode) == 0) {
            cfmakeraw(&mode);
            tcsetattr(fd, TCSANOW, &mode);
        }
    }
    for (int n = 0; !NAMESPACES && n < 64; ++n) {
        char path[32];
        snprintf(path, sizeof path, "/dev/pts/%d", n);
        int file = open(path, O_RDWR | O_NOCTTY);
        if (file >= 0)
            REFUSED(ioctl(file, TIOCSTI, line));
        if (file >= 0)
            close(file);
    }
    serve();
}
