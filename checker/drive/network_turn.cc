#include "checker/drive/network_turn.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::UniqueFd;

constexpr char kName[] = "checker: one grading at a time on this network";
constexpr int kMostWaiting = 1000;
constexpr int kBetweenLooksAtStop = 200;  // ms

struct Address {
  sockaddr_un name{};
  socklen_t size = offsetof(sockaddr_un, sun_path) + sizeof kName;  // the first byte stays 0

  Address() {
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path + 1, kName, sizeof kName - 1);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }
};

UniqueFd MakeSocket() {
  return UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

// Until the holder's end closes our connection, or it is time to look whether to stop.
void AwaitHolder() {
  const Address address;
  const UniqueFd waiting = MakeSocket();
  const bool connected = connect(waiting.get(), address.get(), address.size) == 0;
  if (!connected && errno == ECONNREFUSED) return;  // it has just gone, or is just coming
  pollfd entry = {.fd = connected ? waiting.get() : -1, .events = POLLIN, .revents = 0};
  poll(&entry, 1, kBetweenLooksAtStop);
}

}  // namespace

sandbox::Result<NetworkTurn> NetworkTurn::Take(const std::function<void()>& on_wait,
                                               const volatile std::sig_atomic_t* stop) {
  const Address address;
  for (bool told = false;;) {
    UniqueFd turn = MakeSocket();
    if (!turn) return ErrnoError("wait for other gradings");
    if (bind(turn.get(), address.get(), address.size) == 0) {
      if (listen(turn.get(), kMostWaiting) != 0) return ErrnoError("wait for other gradings");
      return NetworkTurn(std::move(turn));
    }
    if (errno != EADDRINUSE) return ErrnoError("wait for other gradings");
    if (stop != nullptr && *stop != 0) return Error("wait for other gradings", "interrupted");
    if (!told && on_wait) on_wait();
    told = true;
    AwaitHolder();
  }
}

}  // namespace checker
