#include "sandbox/launch/launcher/box_network.h"

#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

constexpr int kLoopbackIndex = 1;  // the first interface of every network namespace

// Sends one rtnetlink request and waits for its acknowledgement: 0, or -1 and errno. rtnetlink(7).
int Ask(int netlink, nlmsghdr& request) {
  request.nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
  if (send(netlink, &request, request.nlmsg_len, 0) < 0) return -1;
  alignas(nlmsghdr) char reply[512];
  ssize_t size = recv(netlink, reply, sizeof reply, 0);
  if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr)))) {
    errno = EPROTO;
    return -1;
  }
  nlmsgerr answer;
  std::memcpy(&answer, NLMSG_DATA(reinterpret_cast<nlmsghdr*>(reply)), sizeof answer);
  errno = -answer.error;
  return answer.error == 0 ? 0 : -1;
}

int BringLoopbackUp(int netlink) {
  struct {
    nlmsghdr header;
    ifinfomsg link;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_NEWLINK;
  request.link.ifi_family = AF_UNSPEC;
  request.link.ifi_index = kLoopbackIndex;
  request.link.ifi_flags = IFF_UP;
  request.link.ifi_change = IFF_UP;
  return Ask(netlink, request.header);
}

// ip route add local 0.0.0.0/0 dev lo (or ::/0)
int MakeEveryAddressLocal(int netlink, unsigned char family) {
  struct {
    nlmsghdr header;
    rtmsg route;
    rtattr interface;
    int index;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_NEWROUTE;
  request.header.nlmsg_flags = NLM_F_CREATE | NLM_F_REPLACE;
  request.route.rtm_family = family;
  request.route.rtm_table = RT_TABLE_LOCAL;
  request.route.rtm_protocol = RTPROT_STATIC;
  request.route.rtm_scope = RT_SCOPE_HOST;
  request.route.rtm_type = RTN_LOCAL;
  request.interface = {.rta_len = RTA_LENGTH(sizeof(int)), .rta_type = RTA_OIF};
  request.index = kLoopbackIndex;
  return Ask(netlink, request.header);
}

void FreeLowPorts(int proc_dir) {
  const char* step = "set ip_unprivileged_port_start";
  UniqueFd file(Must(
      step, openat(proc_dir, "sys/net/ipv4/ip_unprivileged_port_start", O_WRONLY | O_CLOEXEC)));
  Must(step, write(file.get(), "0", 1));
}

}  // namespace

void SetUpNetwork(int proc_dir) {
  UniqueFd netlink(
      Must("open rtnetlink socket", socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)));
  Must("bring interface lo up", BringLoopbackUp(netlink.get()));
  Must("make every address local", MakeEveryAddressLocal(netlink.get(), AF_INET));
  // Hosts without IPv6 are common, and nothing depends on it that would make the box less tight.
  MakeEveryAddressLocal(netlink.get(), AF_INET6);
  FreeLowPorts(proc_dir);
}

}  // namespace sandbox
