#include "checker/drive/side_by_side.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

namespace checker {
namespace {

struct Crew {
  std::vector<Task<void>> tasks;
  std::size_t next = 0;
  int at_work = 0;
  boost::asio::steady_timer all_done;
};

Task<void> Work(Crew* crew) {
  while (crew->next < crew->tasks.size()) {
    Task<void> task = std::move(crew->tasks[crew->next++]);
    co_await std::move(task);
  }
  if (--crew->at_work == 0) crew->all_done.cancel();
}

}  // namespace

Task<void> SideBySide(std::vector<Task<void>> tasks, int at_once) {
  const auto executor = co_await boost::asio::this_coro::executor;
  Crew crew{std::move(tasks), 0, 0, boost::asio::steady_timer(executor)};
  crew.all_done.expires_at(std::chrono::steady_clock::time_point::max());
  crew.at_work = std::clamp(at_once, 1, std::max(1, static_cast<int>(crew.tasks.size())));
  const int others = crew.at_work - 1;
  for (int i = 0; i < others; ++i)
    boost::asio::co_spawn(executor, Work(&crew), boost::asio::detached);
  co_await Work(&crew);
  while (crew.at_work > 0) {
    boost::system::error_code cancelled;
    co_await crew.all_done.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
  }
}

int ServersAtOnce(const ServerFacts& facts, const sandbox::Isolation& isolation) {
  if (!isolation.network_namespace.on) return 1;
  constexpr int kSleepers = 16;
  const int usual = 2 * static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return facts.SleepsLong() ? std::max(usual, kSleepers) : usual;
}

}  // namespace checker
