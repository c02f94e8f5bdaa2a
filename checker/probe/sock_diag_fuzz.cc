// Answers of a kernel that this program was not written for. A pair of sockets stands for it.
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

#include "checker/probe/sock_diag.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends) != 0) __builtin_trap();
  // The kernel's last word after it: who waits for more would wait a second for each input.
  const nlmsghdr done = {.nlmsg_len = sizeof(nlmsghdr), .nlmsg_type = NLMSG_DONE};
  const auto answer = [&] {
    send(ends[1], data, size, 0);
    send(ends[1], &done, sizeof(done), 0);
  };
  sockaddr_storage address = {};
  address.ss_family = AF_INET;
  answer();
  checker::FindConnection(ends[0], address, address);
  answer();
  answer();
  checker::ListListeners(ends[0]);
  close(ends[0]);
  close(ends[1]);
  return 0;
}
