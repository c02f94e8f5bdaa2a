// in_container [--no-landlock] PROGRAM [ARGUMENT...]: runs PROGRAM as a default container would let
// it: no new namespaces, no mounts, clone3 not there, and if it is root, with the usual 14
// capabilities only.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define REFUSE(call, error) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(error)

static const unsigned kNewNamespaces = CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS |
                                       CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS;

static int Refuse(int landlock_too) {
  struct sock_filter code[] = {
      LOAD(nr),
      REFUSE(SYS_clone3, ENOSYS),
      REFUSE(SYS_unshare, EPERM),
      REFUSE(SYS_setns, EPERM),
      REFUSE(SYS_mount, EPERM),
      REFUSE(SYS_pivot_root, EPERM),
      REFUSE(SYS_bpf, EPERM),
      REFUSE(SYS_pidfd_getfd, EPERM),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, landlock_too ? 444 : 1000, 0, 2),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, landlock_too ? 446 : 1000, 1, 0),
      ANSWER(ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kNewNamespaces, 0, 1),
      ANSWER(EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof code[0], code};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static int KeepUsualCapabilities(void) {
  const int usual[] = {CAP_CHOWN,   CAP_DAC_OVERRIDE, CAP_FSETID,           CAP_FOWNER,
                       CAP_MKNOD,   CAP_NET_RAW,      CAP_SETGID,           CAP_SETUID,
                       CAP_SETFCAP, CAP_SETPCAP,      CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT,
                       CAP_KILL,    CAP_AUDIT_WRITE};
  unsigned kept = 0;
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; ++i) kept |= 1u << usual[i];
  for (int i = 0; prctl(PR_CAPBSET_READ, i) >= 0; ++i) {
    if ((i >= 32 || !(kept & (1u << i))) && prctl(PR_CAPBSET_DROP, i) < 0) return -1;
  }
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct sets[2] = {{kept, kept, 0}, {0, 0, 0}};
  return (int)syscall(SYS_capset, &header, sets);
}

int main(int argc, char** argv) {
  int landlock_too = argc > 1 && strcmp(argv[1], "--no-landlock") == 0;
  char** command = argv + 1 + landlock_too;
  if (*command == NULL) return 64;
  if (geteuid() != 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return 70;
  // The filter first: without CAP_SYS_ADMIN it could not be installed.
  if (Refuse(landlock_too) < 0 || (geteuid() == 0 && KeepUsualCapabilities() < 0)) {
    perror("in_container");
    return 70;
  }
  execv(command[0], command);
  perror(command[0]);
  return 70;
}
