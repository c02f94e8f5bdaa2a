#include "attack.h"


#include <linux/sched.h>

int main(void)
{
    struct clone_args args;
    int flags[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP};

    for (int i = 0; i < 7; ++i) {
        REFUSED(unshare(flags[i]));
        REFUSED(syscall(SYS_clone, flags[i] | SIGCHLD, NULL, NULL, NULL, NULL));
        memset(&args, 0, sizeof args);
        args.flags = (unsigned)flags[i];
        args.exit_signal = SIGCHLD;
        REFUSED(syscall(SYS_clone3, &args, sizeof args));
    }
    REFUSED(setns(open("/proc/1/ns/net", O_RDONLY), 0));
    REFUSED(setns((int)syscall(SYS_pidfd_open, getppid(), 0), CLONE_NEWNET));
    REFUSED(syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
    REFUSED(syscall(SYS_mount, "/", "/tmp", NULL, 4096, NULL));
    REFUSED(syscall(SYS_umount2, "/proc", 2));
    REFUSED(syscall(SYS_open_tree, AT_FDCWD, "/", 1));
    REFUSED(syscall(SYS_fsopen, "tmpfs", 0));
    REFUSED(syscall(SYS_move_mount, -1, "", -1, "", 0));
    REFUSED(syscall(SYS_mount_setattr, -1, "/", 0, NULL, 0));
    REFUSED(chroot("."));
    REFUSED(syscall(SYS_pivot_root, ".", "."));
    REFUSED(syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY));
    serve();
}
