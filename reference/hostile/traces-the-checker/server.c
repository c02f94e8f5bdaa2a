#include "attack.h"


#include <sys/ptrace.h>

int main(void)
{
    pid_t above[8];
    int count = ancestors(above, 8);
    char byte = 0, path[64];
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};

    for (int i = 0; i < count; ++i) {
        pid_t pid = above[i];
        int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
        REFUSED(ptrace(PTRACE_SEIZE, pid, NULL, NULL));
        REFUSED(ptrace(PTRACE_ATTACH, pid, NULL, NULL));
        REFUSED(process_vm_readv(pid, &here, 1, &there, 1, 0));
        REFUSED(process_vm_writev(pid, &here, 1, &there, 1, 0));
        REFUSED(syscall(SYS_pidfd_getfd, pidfd, 0, 0));
        REFUSED(syscall(SYS_kcmp, getpid(), pid, 0, 0, 0));
        for (const char **name = (const char *[]){"mem", "root", "cwd", "exe", "fd", "environ", "auxv", "maps", NULL};
             *name != NULL; ++name) {
            snprintf(path, sizeof path, "/proc/%d/%s/.", (int)pid, *name);
            if (strcmp(*name, "root") != 0 && strcmp(*name, "cwd") != 0 && strcmp(*name, "fd") != 0)
                path[strlen(path) - 2] = '\0';
            int file = open(path, O_RDONLY);
            if (file >= 0 && (read(file, &byte, 1) > 0 || strcmp(*name, "root") == 0 || strcmp(*name, "cwd") == 0))
                breach(path);
            if (file >= 0)
                close(file);
        }
    }
    serve();
}
