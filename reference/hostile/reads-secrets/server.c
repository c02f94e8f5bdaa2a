#include "attack.h"


int main(void)
{
    const char *paths[] = {SECRET, "/etc/shadow", "/etc/gshadow", "/root/.ssh", "/root/.bash_history", "/root", "/proc/kcore", "/proc/kmsg", "/proc/1/environ", "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda",
        "/var/run/docker.sock", "/run/docker.sock", "/var/run/secrets", "/var/lib/docker", "/github", "/var/spool",
        "../../../../root", "/proc/1/root/root", "/proc/1/cwd/root", "/proc/self/root/root", "/sys/kernel/debug",
        "/sys/firmware", "/var/log", NULL};
    char byte, fd_path[64];

    for (const char **path = paths; *path != NULL; ++path) {
        if (!NAMESPACES && !OWN_USER && !LANDLOCK)
            break; /* nothing is promised */
        REFUSED(open(*path, O_RDONLY | O_NONBLOCK) >= 0 ? (fprintf(stderr, "%s\n", *path), 0) : -1);
    }
    for (int fd = 3; fd < 1024; ++fd) { /* left open by whoever started this */
        snprintf(fd_path, sizeof fd_path, "/proc/self/fd/%d", fd);
        REFUSED(readlink(fd_path, &byte, 1));
    }
    serve();
}
