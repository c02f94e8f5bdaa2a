#include "checker/drive/free_port.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>

#include "checker/probe/sock_diag.h"
#include "sandbox/os/deadline.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

std::set<int> KeptPorts(const LaunchPlan& plan, const std::set<int>& ports) {
  std::set<int> both;
  if (plan.isolation.network_namespace.on) return both;
  const sandbox::UniqueFd sock_diag(
      ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const auto kept = PortsKeptByThePast(sock_diag.get());
  if (!kept) return both;
  std::set_intersection(kept->begin(), kept->end(), ports.begin(), ports.end(),
                        std::inserter(both, both.end()));
  if (both.empty()) return both;
  const auto listeners = ListListeners(sock_diag.get());
  if (!listeners) return both;
  for (const SocketRow& row : *listeners) both.erase(row.local_port);
  return both;
}

Task<void> UntilPortsAreFree(LaunchPlan plan, std::set<int> ports) {
  constexpr std::chrono::seconds kLongest{65};  // TIME_WAIT lasts 60
  constexpr std::chrono::milliseconds kPause{50};
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  const auto deadline = sandbox::Deadline::After(kLongest);
  while (!KeptPorts(plan, ports).empty() && !deadline.passed() && !plan.Stopped()) {
    timer.expires_after(kPause);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace checker
