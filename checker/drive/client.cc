#include "checker/drive/client.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace checker {

using sandbox::ErrnoError;
using sandbox::Result;

namespace {

// An IPv4 connection of an IPv6 listener has addresses like ::ffff:127.0.0.1; its other end, and
// the kernel's tables, have 127.0.0.1.
sockaddr_storage AsItsPeerHasIt(const sockaddr_storage& address) {
  const auto& in6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (address.ss_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) return address;
  sockaddr_storage converted{};
  auto& in = reinterpret_cast<sockaddr_in&>(converted);
  in.sin_family = AF_INET;
  in.sin_port = in6.sin6_port;
  std::memcpy(&in.sin_addr, in6.sin6_addr.s6_addr + 12, sizeof(in.sin_addr));
  return converted;
}

}  // namespace

Client::Client(int number, sandbox::UniqueFd socket) : socket_(std::move(socket)) {
  seen_.client = number;
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

Client Client::Accepted(int number, sandbox::UniqueFd socket) {
  Client accepted(number, std::move(socket));
  socklen_t size = sizeof(accepted.local_);
  ::getsockname(accepted.socket_.get(), reinterpret_cast<sockaddr*>(&accepted.local_), &size);
  size = sizeof(accepted.server_);
  ::getpeername(accepted.socket_.get(), reinterpret_cast<sockaddr*>(&accepted.server_), &size);
  accepted.local_ = AsItsPeerHasIt(accepted.local_);
  accepted.server_ = AsItsPeerHasIt(accepted.server_);
  accepted.seen_.connected = true;
  return accepted;
}

std::string Client::LocalAddress() const {
  char text[INET6_ADDRSTRLEN] = "";
  const void* address =
      local_.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(local_).sin6_addr)
          : &reinterpret_cast<const sockaddr_in&>(local_).sin_addr;
  ::inet_ntop(local_.ss_family, address, text, sizeof(text));
  return text;
}

int Client::LocalPort() const {
  return ntohs(local_.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(local_).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(local_).sin_port);
}

Result<void> Client::StartConnect(const sockaddr_storage& server) {
  server_ = server;
  const auto* address = reinterpret_cast<const sockaddr*>(&server_);
  const socklen_t size = server_.ss_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  const int connected = ::connect(socket_.get(), address, size);
  if (connected != 0 && errno == ECONNREFUSED) {
    seen_.refused = true;
    return {};
  }
  if (connected != 0 && errno != EINPROGRESS) return ErrnoError("connect a client");
  connecting_ = true;
  socklen_t local_size = sizeof(local_);
  ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&local_), &local_size);
  Pump();
  return {};
}

void Client::Send(std::string_view bytes) {
  queue_ += bytes;
  WriteQueue();
}

void Client::HalfClose() {
  if (!socket_ || seen_.half_closed) return;
  ::shutdown(socket_.get(), SHUT_WR);
  seen_.half_closed = true;
}

void Client::Close() {
  if (!socket_) return;
  Pump();
  socket_.Reset();
  seen_.half_closed = true;
  seen_.gone = true;
}

void Client::Reset() {
  if (!socket_) return;
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  Close();
}

void Client::SetReceiveBuffer(int bytes) {
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

void Client::LimitSegments(int bytes) {
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_MAXSEG, &bytes, sizeof(bytes));
}

bool Client::Pump() {
  if (!socket_) return false;
  if (connecting_ && !FinishConnecting()) return false;
  const std::uint64_t sent_before = seen_.bytes_sent;
  WriteQueue();
  const bool wrote = seen_.bytes_sent != sent_before;
  return ReadAll() || wrote;
}

bool Client::FinishConnecting() {
  pollfd ready{socket_.get(), POLLOUT, 0};
  if (::poll(&ready, 1, 0) <= 0) return false;
  connecting_ = false;
  int error = 0;
  socklen_t size = sizeof(error);
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error == ECONNREFUSED) {
    seen_.refused = true;
  } else if (error != 0) {
    seen_.reset = true;
  } else {
    seen_.connected = true;
  }
  return true;
}

bool Client::ReadAll() {
  if (reading_stopped_ || ended()) return false;
  // at a time: a server that floods must not keep us from looking at it
  constexpr int kMostReads = 16;
  bool news = false;
  char buffer[65536];
  for (int reads = 0; reads < kMostReads; ++reads) {
    const ssize_t got = ::recv(socket_.get(), buffer, sizeof(buffer), 0);
    if (got > 0) {
      const auto count = static_cast<std::size_t>(got);
      const std::size_t room = kKeptBytes - seen_.received.size();
      seen_.received.append(buffer, std::min(count, room));
      seen_.bytes_received += count;
      AcknowledgeNow();
      news = true;
      continue;
    }
    if (got == 0) {
      seen_.eof = true;
      return true;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN) return news;
    seen_.reset = true;  // ETIMEDOUT and its kin too: for the client the connection is lost
    return true;
  }
  return news;
}

// An acknowledgement may be put off for 40 ms, and Nagle's algorithm lets the server's next small
// segment wait for it.
void Client::AcknowledgeNow() {
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

void Client::WriteQueue() {
  while (!queue_.empty() && socket_ && seen_.connected && !seen_.half_closed) {
    const ssize_t sent = ::send(socket_.get(), queue_.data(), queue_.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      seen_.bytes_sent += static_cast<std::uint64_t>(sent);
      queue_.erase(0, static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) {
      seen_.reset = true;
      queue_.clear();
    }
    return;
  }
}

// Nothing is on its way, and what was said last stays here until the server reads and so opens its
// window: tcp(7), SIOCOUTQ (not acknowledged) and SIOCOUTQNSD (not sent). A sender without Nagle's
// delay keeps nothing back for another reason.
bool Client::IsHeldByServersWindow() const {
  int waiting = 0;
  int not_sent = 0;
  if (!socket_ || !seen_.connected || seen_.gone) return false;
  if (::ioctl(socket_.get(), SIOCOUTQ, &waiting) != 0 ||
      ::ioctl(socket_.get(), SIOCOUTQNSD, &not_sent) != 0)
    return false;
  return not_sent > 0 && waiting == not_sent;
}

ClientEnd Client::End() const {
  ClientEnd end;
  end.client = seen_.client;
  end.local = local_;
  end.peer = server_;
  end.connecting = connecting_;
  end.established = seen_.connected && !seen_.gone;
  end.bytes_sent = seen_.bytes_sent;
  end.held_by_window = IsHeldByServersWindow();
  end.reads = !reading_stopped_ && !ended();
  end.fin_sent = seen_.half_closed;
  // who does not read sees nothing, and waits for nothing
  end.fin_seen = ended() || reading_stopped_;
  return end;
}

}  // namespace checker
