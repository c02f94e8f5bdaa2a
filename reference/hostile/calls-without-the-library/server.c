#include "attack.h"


int main(void)
{
    long child;

    __asm__ volatile("syscall" : "=a"(child) : "a"(SYS_fork) : "rcx", "r11", "memory");
    if (child == 0)
        syscall(SYS_exit_group, 0);
    if (syscall(SYS_vfork) == 0)
        _exit(0);
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
        syscall(SYS_exit, 0);
    while (wait(NULL) > 0)
        ;
    serve();
}
