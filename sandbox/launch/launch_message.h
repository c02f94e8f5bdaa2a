// What the checker and the launcher's processes say to each other: one fixed-size message per
// SOCK_SEQPACKET datagram.
//
// Two sockets per box. The control socket leads to the launcher: kLaunch, kKillAll, and its
// end-of-file means "kill everything". The box socket leads to the supervisor, the process that is
// the parent of the launched program: init of the pid namespace, or the launcher itself where there
// are no namespaces.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace sandbox {

inline constexpr std::uint32_t kMessageVersion = 2;

enum class MessageType : std::uint32_t {
  // Checker to launcher.
  kLaunch = 1,
  kKillAll,
  // Launcher to checker: nothing is left. value: 0, or an errno when it could not be proved in
  // time.
  kAllKilled,
  // Supervisor to checker: execve has succeeded. value: pid of the program; text: path of the
  // memory group, if there is one.
  kStarted,
  // Supervisor to checker: value is the errno, text the step; nothing was executed.
  kFailed,
  // Supervisor to checker: value is a pid, extra its wait(2) status.
  kEnded,
  // Supervisor to checker: a process was killed because the box had used up its memory; value is
  // how many were so far. Only where no control group bounds it.
  kMemoryKills,
  // Checker to supervisor: value is a family, extra a count; answered by kSockets with that many
  // descriptors, or an errno in
  // value.
  kNewSockets,
  kSockets,
  // Checker to supervisor: value is a signal for the process group of the program; answered by
  // kGroupSignalled (errno).
  kSignalGroup,
  kGroupSignalled,
  // Checker to supervisor: value is a pid; answered by kPidfd with its pidfd, or an errno in value.
  kOpenPidfd,
  kPidfd,
};

struct Message {
  std::uint32_t version = kMessageVersion;
  MessageType type{};
  std::int32_t value = 0;
  std::int32_t extra = 0;
  char text[240] = {};  // ends with NUL

  void set_text(std::string_view words) {
    std::size_t size = words.size() < sizeof text - 1 ? words.size() : sizeof text - 1;
    std::memcpy(text, words.data(), size);
    text[size] = '\0';
  }
};

// The descriptors of kLaunch, in this order; those marked "if" are left out when the request says
// that they do not apply.
//   request (memfd), supervisor's end of the box socket, standard output, standard error if not
//   merged, standard input if a pipe, source folder if there is one.
//
// The descriptors of kStarted, in this order:
//   /proc of the box, working folder, sock_diag socket, with namespaces the pidfd of init, with a
//   memory group its events, with a terminal its master and its slave.

}  // namespace sandbox
