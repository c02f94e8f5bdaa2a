#include "checker/drive/launch_box.h"

#include <fcntl.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using boost::asio::posix::descriptor_base;

Task<void> UntilReadable(boost::asio::posix::stream_descriptor* descriptor) {
  boost::system::error_code ignored;
  co_await descriptor->async_wait(descriptor_base::wait_read,
                                  redirect_error(use_awaitable, ignored));
}

Task<void> UntilExpired(boost::asio::steady_timer* timer) {
  boost::system::error_code ignored;
  co_await timer->async_wait(redirect_error(use_awaitable, ignored));
}

// Or until what Box::AwaitStart() allows a launch has passed.
Task<void> UntilStartIsKnown(int events) {
  using boost::asio::experimental::awaitable_operators::operator||;
  const auto executor = co_await boost::asio::this_coro::executor;
  sandbox::UniqueFd copy(::fcntl(events, F_DUPFD_CLOEXEC, 0));
  if (!copy) co_return;
  boost::asio::posix::stream_descriptor descriptor(executor, copy.Release());
  boost::asio::steady_timer timer(executor, std::chrono::seconds(20));
  co_await (UntilReadable(&descriptor) || UntilExpired(&timer));
}

}  // namespace

Task<sandbox::Result<sandbox::Box>> LaunchBox(sandbox::LaunchSpec spec) {
  auto box = sandbox::Box::Begin(spec);
  if (!box) co_return box.error();
  co_await UntilStartIsKnown(box->events());
  const auto started = box->AwaitStart();
  if (!started) co_return started.error();
  co_return std::move(*box);
}

}  // namespace checker
