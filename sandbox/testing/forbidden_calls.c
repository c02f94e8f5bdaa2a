// Makes system calls that a policy is to refuse: one line for each, "NAME: done" or "NAME: REASON".
#define _GNU_SOURCE
#include <errno.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void Report(const char* name, long result) {
  printf("%s: %s\n", name, result >= 0 ? "done" : strerror(errno));
}

int main(void) {
  Report("unshare", syscall(SYS_unshare, CLONE_NEWUSER));
  Report("clone into namespace", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  Report("clone3", syscall(SYS_clone3, NULL, 0));
  Report("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
  Report("bpf", syscall(SYS_bpf, 0, NULL, 0));
  Report("perf_event_open", syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
  Report("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
  Report("io_uring_setup", syscall(SYS_io_uring_setup, 1, NULL));
  Report("userfaultfd", syscall(SYS_userfaultfd, 0));
  Report("seccomp", syscall(SYS_seccomp, 0, 0, NULL));
  Report("prctl set_seccomp", prctl(PR_SET_SECCOMP, 1, 0, 0, 0));
  Report("prctl set_dumpable", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
  Report("prctl set_dumpable, 64 bits",
         syscall(SYS_prctl, (1ul << 32) | PR_SET_DUMPABLE, 0, 0, 0, 0));
  Report("prctl set_name", prctl(PR_SET_NAME, "server", 0, 0, 0));
  Report("personality linux32", personality(PER_LINUX32));
  Report("personality no randomization", personality(ADDR_NO_RANDOMIZE));
  Report("ioctl tiocsti", ioctl(0, TIOCSTI, "x"));
  Report("ioctl tiocsti, 64 bits", syscall(SYS_ioctl, 0, (1ul << 32) | TIOCSTI, "x"));
  Report("socket packet", socket(AF_PACKET, SOCK_RAW, 0));
  Report("socket vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
  Report("socket alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
  Report("socket inet", socket(AF_INET, SOCK_STREAM, 0));
  Report("socket inet6", socket(AF_INET6, SOCK_STREAM, 0));
  return 0;
}
