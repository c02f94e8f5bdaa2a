#include "sandbox/launch/launcher/port_past.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/deadline.h"

namespace sandbox {
namespace {

constexpr std::chrono::milliseconds kPastBudget{2'000};

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&bytes); }
  int family() const { return bytes.ss_family; }
};

Address AddressOf(const std::string& text, std::uint32_t port) {
  Address address;
  auto& in = reinterpret_cast<sockaddr_in&>(address.bytes);
  if (inet_pton(AF_INET, text.c_str(), &in.sin_addr) == 1) {
    in.sin_family = AF_INET;
    in.sin_port = htons(static_cast<std::uint16_t>(port));
    address.size = sizeof in;
    return address;
  }
  auto& in6 = reinterpret_cast<sockaddr_in6&>(address.bytes);
  if (inet_pton(AF_INET6, text.c_str(), &in6.sin6_addr) != 1)
    Fail("read the port's address", EINVAL);
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(static_cast<std::uint16_t>(port));
  address.size = sizeof in6;
  return address;
}

UniqueFd NewSocket(int family) {
  return UniqueFd(
      Must("make a socket for the port's past", socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)));
}

bool Binds(int sock, const Address& address) {
  return bind(sock, address.get(), address.size) == 0;
}

void SetReuseaddr(int sock, int on) {
  Must("set SO_REUSEADDR", setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
}

// With SO_REUSEADDR, for there may be connections in TIME_WAIT, and then without it, so that nobody
// can bind the port as well. The kernel remembers with the port that all who have it allow others,
// and forgets that when somebody listens.
bool TakesAlone(int sock, const Address& address) {
  SetReuseaddr(sock, 1);
  if (!Binds(sock, address) || listen(sock, 1) != 0) return false;
  Must("stop listening", shutdown(sock, SHUT_RD));
  SetReuseaddr(sock, 0);
  return true;
}

// Bound and not listening: nobody can bind this port any more, and no listener appears that could
// be taken for the program's.
UniqueFd Take(std::uint32_t port) {
  UniqueFd holder(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC,
                         0));  // of the IPv4 port too, unless told otherwise
  if (holder && TakesAlone(holder.get(), AddressOf("::", port))) return holder;
  holder = NewSocket(AF_INET);
  Must("take the port", TakesAlone(holder.get(), AddressOf("0.0.0.0", port)) ? 0 : -1);
  return holder;
}

// A server with SO_REUSEADDR was here, and was the first to close a connection: its client.
UniqueFd ServeOnce(const Address& address) {
  const int yes = 1;
  UniqueFd listener = NewSocket(address.family());
  Must("set SO_REUSEADDR", setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
  Must("set SO_REUSEPORT", setsockopt(listener.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes));
  Must("bind the port", bind(listener.get(), address.get(), address.size));
  Must("listen on the port", listen(listener.get(), 1));
  UniqueFd client = NewSocket(address.family());
  Must("connect to the port", connect(client.get(), address.get(), address.size));
  UniqueFd accepted(
      Must("accept on the port", accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)));
  accepted.Reset();
  char byte;
  Must("read the end of the connection", read(client.get(), &byte, 1));
  return client;
}

// The proof: whoever does not ask for SO_REUSEADDR is refused.
void UntilKept(const Address& address) {
  const Deadline deadline = Deadline::After(kPastBudget);
  while (Binds(NewSocket(address.family()).get(), address)) {
    if (deadline.passed()) Fail("leave a connection behind", ETIMEDOUT);
    sched_yield();
  }
  if (errno != EADDRINUSE) Fail("leave a connection behind");
}

// FIN_WAIT_2, for a minute or until its client goes. The kernel takes it for TIME_WAIT when a port is
// bound; a reset ends it, and one comes however the holder of the client ends.
UniqueFd HalfClose(const Address& address) {
  UniqueFd client = ServeOnce(address);
  const linger reset{.l_onoff = 1, .l_linger = 0};
  Must("set SO_LINGER", setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset));
  UntilKept(address);
  return client;
}

}  // namespace

UniqueFd GivePortItsPast(const LaunchRequest& request) {
  const LaunchNumbers& numbers = request.numbers;
  switch (numbers.port_past) {
    case PortPastKind::kNone: return {};
    case PortPastKind::kTaken: return Take(numbers.port);
    case PortPastKind::kTimeWait:
      // Anywhere else it would be in the way of the host for a minute.
      if (numbers.namespaces == 0) Fail("leave a connection in TIME_WAIT", EOPNOTSUPP);
      ServeOnce(AddressOf(request.port_address, numbers.port)).Reset();
      UntilKept(AddressOf(request.port_address, numbers.port));
      return {};
    case PortPastKind::kHalfClosed: return HalfClose(AddressOf(request.port_address, numbers.port));
  }
  Fail("give the port its past", EINVAL);
}

}  // namespace sandbox
