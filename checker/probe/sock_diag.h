// The kernel's own table of TCP sockets, asked through a NETLINK_SOCK_DIAG socket made inside the
// box's network. One exact question costs a few microseconds. sock_diag(7), <linux/inet_diag.h>.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

struct SocketRow {
  int family = AF_INET;
  int state = 0;                    // TCP_ESTABLISHED ... of <netinet/tcp.h>
  std::uint32_t receive_queue = 0;  // unread bytes; of a LISTEN row: connections to accept
  std::uint32_t send_queue = 0;     // unacknowledged bytes; of a LISTEN row: the backlog
  std::uint64_t inode = 0;          // 0: no process has it as a descriptor
  std::string local_address;
  int local_port = 0;
  std::uint64_t bytes_received = 0;  // tcpi_bytes_received: arrived at this end
  std::uint64_t bytes_sent = 0;      // tcpi_bytes_sent
  std::uint32_t not_sent = 0;        // tcpi_notsent_bytes: written, and still here
};

// The socket whose own end is `local` and whose other end is `peer`; nullopt when the kernel has
// none.
sandbox::Result<std::optional<SocketRow>> FindConnection(int sock_diag,
                                                         const sockaddr_storage& local,
                                                         const sockaddr_storage& peer);

// All LISTEN rows, IPv4 and IPv6. The kernel walks through its whole table, those of other networks
// included: 50 us and more.
sandbox::Result<std::vector<SocketRow>> ListListeners(int sock_diag);

// Reads the same LISTEN rows anew, each by its address. False where one is not found again: list
// them all.
sandbox::Result<bool> LookAgain(int sock_diag, std::vector<SocketRow>* listeners);

// Connections of one port's server side that wait or are in use (any state but LISTEN and
// TIME_WAIT).
sandbox::Result<std::vector<SocketRow>> ListConnectionsOfPort(int sock_diag, int port);

// The ports of connections that nobody has any more, most of them in TIME_WAIT: to bind one takes
// SO_REUSEADDR.
sandbox::Result<std::set<int>> PortsKeptByThePast(int sock_diag);

}  // namespace checker
