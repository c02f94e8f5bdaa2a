#include "attack.h"


int main(void)
{
    const char *paths[] = {CANARY, SECRET, REPORT};

    for (int i = 0; i < 3; ++i) {
        REFUSED(open(paths[i], O_WRONLY | O_CREAT | O_TRUNC, 0666));
        REFUSED(open(paths[i], O_RDWR | O_APPEND));
        REFUSED(truncate(paths[i], 0));
        REFUSED(unlink(paths[i]));
        REFUSED(rename(paths[i], "/tmp/mine"));
        REFUSED(rename("server.c", paths[i]));
        REFUSED(symlink("/etc/passwd", paths[i]));
        REFUSED(link(paths[i], "linked"));
        REFUSED(chmod(paths[i], 0777));
        REFUSED(chown(paths[i], getuid(), getgid()));
        REFUSED(mkfifo(paths[i], 0666));
    }
    serve();
}
