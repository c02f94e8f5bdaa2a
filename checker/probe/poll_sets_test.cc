// Asked about threads of this process.
#include "checker/probe/poll_sets.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "sandbox/os/deadline.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

using sandbox::UniqueFd;

class PollSetsTest : public testing::Test {
 protected:
  // The descriptors that /proc shows of a thread while it sleeps in `wait`, which ends once wake_
  // is readable.
  std::vector<int> SeenOf(std::function<void()> wait) {
    std::atomic<int> tid = 0;
    std::thread sleeper([&] {
      tid = static_cast<int>(syscall(SYS_gettid));
      wait();
    });
    while (tid == 0) std::this_thread::yield();
    std::vector<int> seen;
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (seen.empty() && !deadline.passed()) {
      for (const RawTask& task : TaskReader(proc_.get()).Read({getpid()})) {
        const bool polls = task.call && task.call->number != SYS_futex;
        if (task.tid == tid && polls) seen = ReadPollSet(proc_.get(), task);
      }
    }
    eventfd_write(wake_.get(), 1);
    sleeper.join();
    return seen;
  }

  UniqueFd proc_{::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  UniqueFd wake_{eventfd(0, EFD_CLOEXEC)};
  UniqueFd other_{eventfd(0, EFD_CLOEXEC)};
};

TEST_F(PollSetsTest, OfPollAreTheDescriptorsThatItReads) {
  pollfd set[] = {
      {wake_.get(), POLLIN, 0}, {-1, POLLIN, 0}, {other_.get(), POLLIN | POLLHUP, 0}, {2, 0, 0}};
  EXPECT_EQ(SeenOf([&] { poll(set, std::size(set), -1); }),
            (std::vector<int>{wake_.get(), other_.get()}));
}

TEST_F(PollSetsTest, OfSelectAreTheDescriptorsThatItReads) {
  const UniqueFd high(::fcntl(other_.get(), F_DUPFD_CLOEXEC, 130));
  fd_set reads;
  FD_ZERO(&reads);
  FD_SET(wake_.get(), &reads);
  FD_SET(high.get(), &reads);
  EXPECT_EQ(SeenOf([&] { select(high.get() + 1, &reads, nullptr, nullptr, nullptr); }),
            (std::vector<int>{wake_.get(), high.get()}));
}

TEST_F(PollSetsTest, OfEpollAreAllItsDescriptorsHoweverMany) {
  const UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  std::vector<int> all;
  std::vector<UniqueFd> more;
  for (int i = 0; i < 300; ++i) more.emplace_back(eventfd(0, EFD_CLOEXEC));
  const auto watch = [&](int fd) {
    epoll_event event{.events = EPOLLIN, .data = {}};
    epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event);
    all.push_back(fd);
  };
  watch(wake_.get());
  for (const UniqueFd& fd : more) watch(fd.get());
  epoll_event event;
  std::vector<int> seen = SeenOf([&] { epoll_wait(epoll.get(), &event, 1, -1); });
  std::sort(seen.begin(), seen.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(seen, all);
}

TEST_F(PollSetsTest, OfAPointerThatLeadsNowhereAreEmpty) {
  for (const std::uint64_t address :
       {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
    RawTask task{.pid = getpid(), .tid = getpid(), .state = 'S'};
    task.call = RawCall{.number = SYS_poll, .arguments = {address, ~std::uint64_t{0}, 0}};
    EXPECT_TRUE(ReadPollSet(proc_.get(), task).empty()) << address;
    task.call = RawCall{.number = SYS_select, .arguments = {~std::uint64_t{0} - 3, address}};
    EXPECT_TRUE(ReadPollSet(proc_.get(), task).empty()) << address;
  }
}

TEST_F(PollSetsTest, OfATaskThatIsGoneAreEmpty) {
  RawTask task{.pid = 99999999, .tid = 99999999, .state = 'S'};
  EXPECT_TRUE(ReadPollSet(proc_.get(), task).empty());
  task.call = RawCall{.number = SYS_epoll_wait, .arguments = {3}};
  EXPECT_TRUE(ReadPollSet(proc_.get(), task).empty());
}

}  // namespace
}  // namespace checker
