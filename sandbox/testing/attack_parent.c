// What a program can do to the process that started it: one line for each attempt, "NAME: done" or
// "NAME: REASON".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void Report(const char* name, long result) {
  printf("%s: %s\n", name, result >= 0 ? "done" : strerror(errno));
}

static void OpenOf(pid_t pid, const char* name, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  Report(name, open(path, flags));
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  pid_t parent = getppid();
  Report("ptrace", ptrace(PTRACE_SEIZE, parent, NULL, NULL));
  char byte;
  struct iovec here = {&byte, 1}, there = {(void*)0x400000, 1};
  Report("process_vm_readv", process_vm_readv(parent, &here, 1, &there, 1, 0));
  OpenOf(parent, "mem", O_RDWR);
  OpenOf(parent, "environ", O_RDONLY);
  OpenOf(parent, "root", O_RDONLY);
  OpenOf(parent, "fd", O_RDONLY | O_DIRECTORY);
  struct rlimit limit = {3, 3};
  Report("prlimit", prlimit(parent, RLIMIT_NOFILE, &limit, NULL));
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(0, &cpus);
  Report("sched_setaffinity", sched_setaffinity(parent, sizeof cpus, &cpus));
  Report("setpriority", setpriority(PRIO_PROCESS, (id_t)parent, 19));
  int pidfd = (int)syscall(SYS_pidfd_open, parent, 0);
  Report("pidfd_getfd", syscall(SYS_pidfd_getfd, pidfd, 3, 0));
  // In a pid namespace the kernel takes signals for init and drops them: what counts is that it
  // lives.
  kill(parent, SIGKILL);
  kill(parent, SIGSTOP);
  syscall(SYS_tgkill, parent, parent, SIGKILL);
  syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
  Report("parent is alive", getppid() == parent ? 0 : -1);
  return 0;
}
