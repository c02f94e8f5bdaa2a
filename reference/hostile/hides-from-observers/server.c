#include "attack.h"


#include <linux/filter.h>
#include <linux/seccomp.h>

int main(void)
{
    struct sock_filter code[] = {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    struct sock_fprog program = {1, code};

    REFUSED(prctl(PR_SET_DUMPABLE, 0));
    REFUSED(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    REFUSED(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
    REFUSED(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
    REFUSED(prctl(PR_CAPBSET_DROP, 1));
    serve();
}
