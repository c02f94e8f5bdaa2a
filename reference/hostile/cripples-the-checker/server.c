#include "attack.h"


#include <linux/ioprio.h>

int main(void)
{
    pid_t above[8];
    int count = ancestors(above, 8);
    struct rlimit none = {3, 3};
    struct sched_param idle = {0};
    cpu_set_t first;

    CPU_ZERO(&first);
    CPU_SET(0, &first);
    for (int i = 0; i < count; ++i) {
        pid_t pid = above[i];
        REFUSED(prlimit(pid, RLIMIT_NOFILE, &none, NULL));
        REFUSED(sched_setaffinity(pid, sizeof first, &first));
        REFUSED(sched_setscheduler(pid, SCHED_IDLE, &idle));
        REFUSED(sched_setparam(pid, &idle));
        REFUSED(setpriority(PRIO_PROCESS, (id_t)pid, 19));
        REFUSED(syscall(SYS_ioprio_set, 1, pid, 3 << 13));
        REFUSED(syscall(SYS_migrate_pages, pid, 0L, NULL, NULL));
    }
    REFUSED(setpriority(PRIO_USER, 0, 19)); /* also the processes above that have the same user */
    REFUSED(syscall(SYS_ioprio_set, 3, 0, 3 << 13));
    REFUSED(setpriority(PRIO_PROCESS, 0, -5));
    REFUSED(sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 1}));
    serve();
}
