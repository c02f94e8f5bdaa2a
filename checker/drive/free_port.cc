#include "checker/drive/free_port.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "checker/probe/sock_diag.h"
#include "sandbox/os/deadline.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

Task<void> UntilPortsAreFree(LaunchPlan plan, std::set<int> ports) {
  constexpr std::chrono::seconds kLongest{65};  // TIME_WAIT lasts 60
  constexpr std::chrono::milliseconds kPause{50};
  if (plan.isolation.network_namespace.on) co_return;
  const sandbox::UniqueFd sock_diag(
      ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const auto one_is_kept = [&sock_diag, &ports] {
    const auto kept = PortsKeptByThePast(sock_diag.get());
    return kept && std::any_of(ports.begin(), ports.end(),
                               [&kept](int port) { return kept->contains(port); });
  };
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  const auto deadline = sandbox::Deadline::After(kLongest);
  while (one_is_kept() && !deadline.passed() && !plan.Stopped()) {
    timer.expires_after(kPause);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace checker
