#include "attack.h"


int main(void)
{
    char room[256] = {0};

    REFUSED(syscall(SYS_bpf, 0, room, sizeof room));
    REFUSED(syscall(SYS_perf_event_open, room, 0, -1, -1, 0));
    REFUSED(syscall(SYS_userfaultfd, 0));
    REFUSED(syscall(SYS_userfaultfd, 1));
    REFUSED(syscall(SYS_io_uring_setup, 4, room));
    REFUSED(syscall(SYS_io_uring_enter, 0, 0, 0, 0, NULL, 0));
    REFUSED(syscall(SYS_io_uring_register, 0, 0, NULL, 0));
    REFUSED(syscall(SYS_add_key, "user", "x", "y", 1, -3));
    REFUSED(syscall(SYS_keyctl, 0, -3, 0));
    REFUSED(syscall(SYS_request_key, "user", "x", NULL, -3));
    REFUSED(syscall(SYS_init_module, room, 1, ""));
    REFUSED(syscall(SYS_kexec_load, 0, 0, NULL, 0));
    REFUSED(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
    REFUSED(syscall(SYS_syslog, 3, room, sizeof room));
    REFUSED(syscall(SYS_modify_ldt, 0, room, sizeof room));
    REFUSED(syscall(SYS_iopl, 3));
    REFUSED(syscall(SYS_fanotify_init, 0, 0));
    REFUSED(syscall(SYS_acct, NULL));
    REFUSED(syscall(SYS_swapon, "/tmp", 0));
    REFUSED(syscall(SYS_quotactl, 0, "", 0, NULL));
    REFUSED(syscall(SYS_setdomainname, "x", 1));
    REFUSED(syscall(SYS_sethostname, "x", 1));
    REFUSED(syscall(9999, 0));
    serve();
}
