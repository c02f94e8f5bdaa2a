#include "checker/probe/waits.h"

#include <gtest/gtest.h>
#include <linux/futex.h>
#include <sys/syscall.h>

#include <string>
#include <vector>

namespace checker {
namespace {

constexpr std::uint64_t kPointer = 0x7ffc12345678;
// -1 as an int leaves the upper half of the register as it was.
constexpr std::uint64_t kMinusOneInt = 0xffffffff;
constexpr std::uint64_t kMinusOneLong = 0xffffffffffffffff;

struct Case {
  std::string name;
  RawCall call;
  WaitKind kind;
  bool endless;
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {"accept", {SYS_accept, {3}}, WaitKind::kAccept, true},
      {"accept4", {SYS_accept4, {3}}, WaitKind::kAccept, true},
      {"read", {SYS_read, {4, kPointer, 100}}, WaitKind::kReceive, true},
      {"readv", {SYS_readv, {4}}, WaitKind::kReceive, true},
      {"recv", {SYS_recvfrom, {4, kPointer, 100}}, WaitKind::kReceive, true},
      {"recvmsg", {SYS_recvmsg, {4}}, WaitKind::kReceive, true},
      {"write", {SYS_write, {1}}, WaitKind::kSend, true},
      {"writev", {SYS_writev, {1}}, WaitKind::kSend, true},
      {"send", {SYS_sendto, {4}}, WaitKind::kSend, true},
      {"sendmsg", {SYS_sendmsg, {4}}, WaitKind::kSend, true},
      {"wait for any child", {SYS_wait4, {kMinusOneInt}}, WaitKind::kChild, true},
      {"waitid", {SYS_waitid, {0}}, WaitKind::kChild, true},
      {"poll for ever", {SYS_poll, {kPointer, 1, kMinusOneInt}}, WaitKind::kPoll, true},
      {"poll for ever, sign extended",
       {SYS_poll, {kPointer, 1, kMinusOneLong}},
       WaitKind::kPoll,
       true},
      {"poll for a second", {SYS_poll, {kPointer, 1, 1000}}, WaitKind::kPoll, false},
      {"poll that looks only", {SYS_poll, {kPointer, 1, 0}}, WaitKind::kPoll, false},
      {"poll for the longest time", {SYS_poll, {kPointer, 1, 0x7fffffff}}, WaitKind::kPoll, false},
      {"ppoll for ever", {SYS_ppoll, {kPointer, 1, 0}}, WaitKind::kPoll, true},
      {"ppoll with a time", {SYS_ppoll, {kPointer, 1, kPointer}}, WaitKind::kPoll, false},
      {"select for ever", {SYS_select, {5, kPointer, 0, 0, 0}}, WaitKind::kPoll, true},
      {"select with a time", {SYS_select, {5, kPointer, 0, 0, kPointer}}, WaitKind::kPoll, false},
      {"pselect for ever", {SYS_pselect6, {5, kPointer, 0, 0, 0, kPointer}}, WaitKind::kPoll, true},
      {"pselect with a time",
       {SYS_pselect6, {5, kPointer, 0, 0, kPointer}},
       WaitKind::kPoll,
       false},
      {"epoll_wait for ever",
       {SYS_epoll_wait, {5, kPointer, 64, kMinusOneInt}},
       WaitKind::kPoll,
       true},
      {"epoll_wait for a second",
       {SYS_epoll_wait, {5, kPointer, 64, 1000}},
       WaitKind::kPoll,
       false},
      {"epoll_pwait for ever",
       {SYS_epoll_pwait, {5, kPointer, 64, kMinusOneInt}},
       WaitKind::kPoll,
       true},
      {"epoll_pwait for a second",
       {SYS_epoll_pwait, {5, kPointer, 64, 1000}},
       WaitKind::kPoll,
       false},
      {"epoll_pwait2 for ever", {SYS_epoll_pwait2, {5, kPointer, 64, 0}}, WaitKind::kPoll, true},
      {"epoll_pwait2 with a time",
       {SYS_epoll_pwait2, {5, kPointer, 64, kPointer}},
       WaitKind::kPoll,
       false},
      {"futex wait", {SYS_futex, {kPointer, FUTEX_WAIT}}, WaitKind::kFutex, true},
      {"private futex wait", {SYS_futex, {kPointer, FUTEX_WAIT_PRIVATE}}, WaitKind::kFutex, true},
      {"futex wait with a bit set",
       {SYS_futex, {kPointer, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME}},
       WaitKind::kFutex,
       true},
      {"futex wait with a time",
       {SYS_futex, {kPointer, FUTEX_WAIT_BITSET, 0, kPointer}},
       WaitKind::kFutex,
       false},
      {"lock that inherits priority",
       {SYS_futex, {kPointer, FUTEX_LOCK_PI_PRIVATE}},
       WaitKind::kFutex,
       true},
      {"futex wake", {SYS_futex, {kPointer, FUTEX_WAKE}}, WaitKind::kFutex, false},
      {"pause", {SYS_pause, {}}, WaitKind::kSignal, true},
      {"sigsuspend", {SYS_rt_sigsuspend, {kPointer, 8}}, WaitKind::kSignal, true},
      {"sigwait", {SYS_rt_sigtimedwait, {kPointer, kPointer, 0, 8}}, WaitKind::kSignal, true},
      {"sigtimedwait",
       {SYS_rt_sigtimedwait, {kPointer, kPointer, kPointer, 8}},
       WaitKind::kSignal,
       false},
      {"a lock on a part of a file", {SYS_fcntl, {3, 7}}, WaitKind::kLock, true},
      {"flock", {SYS_flock, {3, 2}}, WaitKind::kLock, true},
      {"semop", {SYS_semop, {3}}, WaitKind::kLock, true},
      {"semtimedop for ever", {SYS_semtimedop, {3, kPointer, 1, 0}}, WaitKind::kLock, true},
      {"semtimedop with a time",
       {SYS_semtimedop, {3, kPointer, 1, kPointer}},
       WaitKind::kLock,
       false},
      {"msgrcv", {SYS_msgrcv, {3}}, WaitKind::kLock, true},
      {"open of a named pipe", {SYS_openat, {kMinusOneInt}}, WaitKind::kOpen, true},
      {"open, the old one", {SYS_open, {kPointer}}, WaitKind::kOpen, true},
      {"nanosleep", {SYS_nanosleep, {kPointer}}, WaitKind::kSleep, false},
      {"clock_nanosleep", {SYS_clock_nanosleep, {0, 0, kPointer}}, WaitKind::kSleep, false},
      {"a call that goes on after a stop", {SYS_restart_syscall, {}}, WaitKind::kRestart, false},
      {"connect", {SYS_connect, {3}}, WaitKind::kUnknown, false},
      {"close that lingers", {SYS_close, {3}}, WaitKind::kUnknown, false},
      {"vfork", {SYS_vfork, {}}, WaitKind::kUnknown, false},
      {"fsync", {SYS_fsync, {3}}, WaitKind::kUnknown, false},
      {"a call that nobody knows", {100000, {}}, WaitKind::kUnknown, false},
  };
  return kCases;
}

TEST(Waits, AreEndlessOrNotByCallAndArguments) {
  for (const Case& call : Cases()) {
    const Wait wait = Classify(call.call);
    EXPECT_EQ(wait.kind, call.kind) << call.name;
    EXPECT_EQ(wait.endless, call.endless) << call.name;
  }
}

TEST(Waits, OnOneDescriptorSayWhich) {
  for (const Case& call : Cases()) {
    const bool on_descriptor = call.kind == WaitKind::kAccept || call.kind == WaitKind::kReceive ||
                               call.kind == WaitKind::kSend;
    EXPECT_EQ(Classify(call.call).has_fd, on_descriptor) << call.name;
  }
}

TEST(Waits, HaveTheNamesThatStudentsUse) {
  EXPECT_EQ(Classify({SYS_recvfrom, {}}).name, "recv");
  EXPECT_EQ(Classify({SYS_sendto, {}}).name, "send");
  EXPECT_EQ(Classify({SYS_pselect6, {}}).name, "select");
  EXPECT_EQ(Classify({SYS_epoll_pwait, {}}).name, "epoll_wait");
  EXPECT_EQ(Classify({SYS_wait4, {}}).name, "wait");
  EXPECT_EQ(Classify({SYS_clock_nanosleep, {}}).name, "sleep");
  EXPECT_EQ(Classify({SYS_connect, {}}).name, "");
}

}  // namespace
}  // namespace checker
