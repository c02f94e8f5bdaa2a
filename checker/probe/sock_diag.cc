#include "checker/probe/sock_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

constexpr int kListenState = 10;
constexpr int kTimeWaitState = 6;
constexpr std::uint32_t kAllStates = 0xfff;
// FIN_WAIT1, FIN_WAIT2, TIME_WAIT, LAST_ACK, CLOSING.
constexpr std::uint32_t kStatesAfterClose = 1u << 4 | 1u << 5 | 1u << 6 | 1u << 9 | 1u << 11;

struct Request {
  nlmsghdr header{};
  inet_diag_req_v2 body{};
};

Request MakeRequest(int family, std::uint16_t flags, std::uint32_t states, bool with_info) {
  Request request;
  request.header.nlmsg_len = sizeof(Request);
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST | flags;
  request.body.sdiag_family = static_cast<std::uint8_t>(family);
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = states;
  if (with_info) request.body.idiag_ext = 1 << (INET_DIAG_INFO - 1);
  request.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return request;
}

void PutAddress(const sockaddr_storage& address, __be32* words, __be16* port) {
  if (address.ss_family == AF_INET) {
    const auto& in = reinterpret_cast<const sockaddr_in&>(address);
    words[0] = in.sin_addr.s_addr;
    *port = in.sin_port;
  } else {
    const auto& in6 = reinterpret_cast<const sockaddr_in6&>(address);
    std::memcpy(words, &in6.sin6_addr, sizeof(in6.sin6_addr));
    *port = in6.sin6_port;
  }
}

Result<void> SendRequest(int fd, const Request& request) {
  if (::send(fd, &request, sizeof(request), 0) != static_cast<ssize_t>(sizeof(request))) {
    return ErrnoError("ask the socket table");
  }
  return {};
}

SocketRow ToRow(const nlmsghdr* message) {
  const auto* diag = static_cast<const inet_diag_msg*>(NLMSG_DATA(message));
  SocketRow row;
  row.family = diag->idiag_family;
  row.state = diag->idiag_state;
  row.receive_queue = diag->idiag_rqueue;
  row.send_queue = diag->idiag_wqueue;
  row.inode = diag->idiag_inode;
  row.local_port = ntohs(diag->id.idiag_sport);
  char text[INET6_ADDRSTRLEN] = "";
  ::inet_ntop(diag->idiag_family, diag->id.idiag_src, text, sizeof(text));
  row.local_address = text;

  int left = static_cast<int>(message->nlmsg_len - NLMSG_LENGTH(sizeof(*diag)));
  const auto* attribute = reinterpret_cast<const rtattr*>(diag + 1);
  for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
    if (attribute->rta_type != INET_DIAG_INFO) continue;
    tcp_info info{};
    std::memcpy(&info, RTA_DATA(attribute),
                std::min<std::size_t>(RTA_PAYLOAD(attribute), sizeof(info)));
    row.bytes_received = info.tcpi_bytes_received;
    row.bytes_sent = info.tcpi_bytes_sent;
    row.not_sent = info.tcpi_notsent_bytes;
  }
  return row;
}

// The socket is the box's and non-blocking; the kernel answers a netlink request before send(2)
// returns, so that waiting is only for a dump that needs more than one message.
Result<ssize_t> ReceiveSome(int fd, char* buffer, std::size_t size) {
  for (;;) {
    const ssize_t got = ::recv(fd, buffer, size, 0);
    if (got >= 0) return got;
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return ErrnoError("read the socket table");
    pollfd ready{fd, POLLIN, 0};
    if (::poll(&ready, 1, 1000) <= 0) return Error("read the socket table", "no answer");
  }
}

// Calls take(row) for each row; true once the kernel said that this was all.
template <typename Take>
Result<void> ReadRows(int fd, bool dump, Take take) {
  alignas(nlmsghdr) std::array<char, 32768> buffer;
  for (;;) {
    const Result<ssize_t> got = ReceiveSome(fd, buffer.data(), buffer.size());
    if (!got) return got.error();
    // Signed: NLMSG_NEXT takes the padding off too, which a last message need not have.
    auto left = static_cast<int>(*got);
    for (auto* message = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE) return {};
      if (message->nlmsg_type == NLMSG_ERROR) {
        const auto* error = static_cast<const nlmsgerr*>(NLMSG_DATA(message));
        if (error->error == -ENOENT) return {};
        constexpr int kMostErrno = 4095;
        const bool is_errno = -kMostErrno <= error->error && error->error < 0;
        return ErrnoError("read the socket table", is_errno ? -error->error : EPROTO);
      }
      take(ToRow(message));
      if (!dump) return {};
    }
  }
}

Result<void> Dump(int fd, int family, std::uint32_t states, std::vector<SocketRow>* rows) {
  if (auto sent = SendRequest(fd, MakeRequest(family, NLM_F_DUMP, states, true)); !sent)
    return sent;
  return ReadRows(fd, true, [rows](SocketRow row) { rows->push_back(std::move(row)); });
}

}  // namespace

Result<std::optional<SocketRow>> FindConnection(int sock_diag, const sockaddr_storage& local,
                                                const sockaddr_storage& peer) {
  Request request = MakeRequest(local.ss_family, 0, kAllStates, true);
  PutAddress(local, request.body.id.idiag_src, &request.body.id.idiag_sport);
  PutAddress(peer, request.body.id.idiag_dst, &request.body.id.idiag_dport);
  if (auto sent = SendRequest(sock_diag, request); !sent) return sent.error();
  std::optional<SocketRow> found;
  auto read = ReadRows(sock_diag, false, [&found](SocketRow row) { found = std::move(row); });
  if (!read) return read.error();
  // Where no connection matches, the kernel may answer with the listener of that port.
  if (found && found->state == kListenState) found.reset();
  return found;
}

Result<std::vector<SocketRow>> ListListeners(int sock_diag) {
  std::vector<SocketRow> rows;
  for (const int family : {AF_INET, AF_INET6}) {
    if (auto read = Dump(sock_diag, family, 1u << kListenState, &rows); !read) return read.error();
  }
  return rows;
}

Result<bool> LookAgain(int sock_diag, std::vector<SocketRow>* listeners) {
  for (SocketRow& row : *listeners) {
    Request request = MakeRequest(row.family, 0, 1u << kListenState, true);
    request.body.id.idiag_sport = htons(static_cast<std::uint16_t>(row.local_port));
    ::inet_pton(row.family, row.local_address.c_str(), request.body.id.idiag_src);
    std::optional<SocketRow> found;
    if (auto sent = SendRequest(sock_diag, request); !sent) return sent.error();
    auto read = ReadRows(sock_diag, false, [&found](SocketRow again) { found = std::move(again); });
    if (!read) return read.error();
    if (!found || found->state != kListenState || found->inode != row.inode) return false;
    row = std::move(*found);
  }
  return true;
}

Result<std::vector<SocketRow>> ListConnectionsOfPort(int sock_diag, int port) {
  std::vector<SocketRow> rows;
  for (const int family : {AF_INET, AF_INET6}) {
    auto read = Dump(sock_diag, family,
                     kAllStates & ~(1u << kListenState) & ~(1u << kTimeWaitState), &rows);
    if (!read) return read.error();
  }
  std::erase_if(rows, [port](const SocketRow& row) { return row.local_port != port; });
  return rows;
}

Result<std::set<int>> PortsKeptByThePast(int sock_diag) {
  std::vector<SocketRow> rows;
  for (const int family : {AF_INET, AF_INET6}) {
    if (auto read = Dump(sock_diag, family, kStatesAfterClose, &rows); !read) return read.error();
  }
  std::set<int> ports;
  for (const SocketRow& row : rows) {
    if (row.inode == 0) ports.insert(row.local_port);
  }
  return ports;
}

}  // namespace checker
