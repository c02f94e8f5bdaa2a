#include "sandbox/policy/call_lists.h"

namespace sandbox {

using Calls = std::vector<std::string_view>;

// clang-format off

const Calls& BaseCalls() {
  static const Calls calls{
      // start and end, memory
      "arch_prctl", "brk", "exit", "exit_group", "madvise", "mbind", "get_mempolicy",
      "set_mempolicy", "membarrier", "memfd_create", "mincore", "mlock", "mlock2", "mlockall",
      "mmap", "mmap2", "mprotect", "mremap", "msync", "munlock", "munlockall", "munmap",
      "pkey_alloc", "pkey_free", "pkey_mprotect", "remap_file_pages", "restart_syscall", "rseq",
      "set_robust_list", "get_robust_list", "set_tid_address", "set_thread_area", "get_thread_area",
      // reading and writing
      "close", "close_range", "copy_file_range", "dup", "dup2", "dup3", "fadvise64", "fallocate",
      "fcntl", "fcntl64", "fdatasync", "flock", "fsync", "ftruncate", "ftruncate64", "ioctl",
      "lseek", "_llseek", "pipe", "pipe2", "pread64", "preadv", "preadv2", "pwrite64", "pwritev",
      "pwritev2", "read", "readahead", "readv", "sendfile", "sendfile64", "splice", "sync",
      "sync_file_range", "syncfs", "tee", "truncate", "truncate64", "vmsplice", "write", "writev",
      // names and folders
      "access", "chdir", "chmod", "creat", "faccessat", "faccessat2", "fchdir", "fchmod",
      "fchmodat", "fgetxattr", "flistxattr", "fstat", "fstat64", "fstatat64", "fstatfs",
      "fstatfs64", "futimesat", "getcwd", "getdents", "getdents64", "getxattr", "inotify_add_watch",
      "inotify_init", "inotify_init1", "inotify_rm_watch", "lgetxattr", "link", "linkat",
      "listxattr", "llistxattr", "lstat", "lstat64", "mkdir", "mkdirat", "mknod", "mknodat",
      "newfstatat", "open", "openat", "openat2", "readlink", "readlinkat", "rename", "renameat",
      "renameat2", "rmdir", "stat", "stat64", "statfs", "statfs64", "statx", "symlink", "symlinkat",
      "umask", "unlink", "unlinkat", "utime", "utimensat", "utimes",
      // waiting for events
      "_newselect", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2",
      "epoll_wait", "eventfd", "eventfd2", "poll", "ppoll", "pselect6", "select", "io_cancel",
      "io_destroy", "io_getevents", "io_pgetevents", "io_setup", "io_submit",
      // time
      "alarm", "clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "gettimeofday",
      "nanosleep", "setitimer", "time", "timer_create", "timer_delete", "timer_getoverrun",
      "timer_gettime", "timer_settime", "timerfd_create", "timerfd_gettime", "timerfd_settime",
      "times",
      // signals and waiting on memory
      "futex", "futex_waitv", "pause", "rt_sigaction", "rt_sigpending", "rt_sigprocmask",
      "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "signalfd", "signalfd4",
      "sigreturn",
      // who and what it is
      "capget", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp",
      "getpid", "getppid", "getpriority", "getrandom", "getresgid", "getresuid", "getrlimit",
      "getrusage", "getsid", "gettid", "getuid", "personality", "prctl", "prlimit64", "setrlimit",
      "sysinfo", "ugetrlimit", "uname",
  };
  return calls;
}

const Calls& ProcessCalls() {
  static const Calls calls{
      "clone", "fork", "vfork", "execve", "execveat", "wait4", "waitid", "waitpid", "kill", "tkill",
      "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal",
      "setpgid", "setsid", "sched_getaffinity", "sched_setaffinity", "sched_getattr",
      "sched_setattr", "sched_getparam", "sched_setparam", "sched_getscheduler",
      "sched_setscheduler", "sched_get_priority_max", "sched_get_priority_min",
      "sched_rr_get_interval", "sched_yield", "setpriority", "nice", "ioprio_get", "ioprio_set",
      "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "setfsgid",
      "setgroups", "ipc", "shmget", "shmat", "shmdt", "shmctl", "semget", "semop", "semctl",
      "semtimedop", "msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink", "mq_timedsend",
      "mq_timedreceive", "mq_notify", "mq_getsetattr", "socketpair",
  };
  return calls;
}

const Calls& SocketCalls() {
  static const Calls calls{
      "socket", "socketpair", "bind", "listen", "accept", "accept4", "connect", "getsockname",
      "getpeername", "getsockopt", "setsockopt", "recv", "recvfrom", "recvmsg", "recvmmsg", "send",
      "sendto", "sendmsg", "sendmmsg", "shutdown",
  };
  return calls;
}

const Calls& CompilerCalls() {
  static const Calls calls{
      // On pairs; sockets to anywhere are not admitted.
      "socketpair", "recvfrom", "recvmsg", "sendto", "sendmsg", "shutdown", "getsockopt",
      "setsockopt", "getsockname", "getpeername",
      // install, cp -a, tar, ar
      "chown", "fchown", "fchownat", "lchown", "chown32", "fchown32", "lchown32", "setxattr",
      "fsetxattr", "lsetxattr", "removexattr", "fremovexattr", "lremovexattr",
  };
  return calls;
}

const Calls& TracingCalls() {
  static const Calls calls{"ptrace", "process_vm_readv"};
  return calls;
}

const Calls& RefusedCalls() {
  static const Calls calls{
      // other processes' memory and descriptors
      "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
      "migrate_pages", "move_pages",
      // namespaces, mounts and roots
      "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount",
      "open_tree", "fsopen", "fsmount", "fsconfig", "fspick", "mount_setattr", "open_by_handle_at",
      "name_to_handle_at",
      // programs in the kernel, keys, watching
      "bpf", "perf_event_open", "userfaultfd", "seccomp", "add_key", "keyctl", "request_key",
      "fanotify_init", "fanotify_mark", "lookup_dcookie", "syslog",
      // the machine
      "acct", "adjtimex", "clock_adjtime", "clock_settime", "settimeofday", "stime",
      "create_module", "delete_module", "finit_module", "init_module", "kexec_file_load",
      "kexec_load", "ioperm", "iopl", "modify_ldt", "capset", "quotactl", "quotactl_fd", "reboot",
      "setdomainname", "sethostname", "swapon", "swapoff", "vhangup", "vm86", "vm86old",
  };
  return calls;
}

// clang-format on

}  // namespace sandbox
