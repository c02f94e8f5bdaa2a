// What a task that never sleeps is calling all the time.
#include "checker/probe/next_calls.h"

#include <sys/syscall.h>

#include <algorithm>

#include "checker/probe/probe_fixture.h"

namespace checker {
namespace {

class NextCallsTest : public ProbeTest {
 protected:
  std::vector<long> CallsOfServer(int count) {
    for (const TaskLook& task : TakeLook().tasks) {
      if (const auto outside = box_->OutsidePid(task.raw.pid)) return NextCalls(*outside, count, box_->reading_user());
    }
    return {};
  }

  // Its program may just have been started: the loader's calls are over after a while.
  template <typename AsExpected>
  bool ComesToCall(int count, AsExpected as_expected) {
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (!deadline.passed()) {
      if (as_expected(CallsOfServer(count))) return true;
    }
    return false;
  }
};

TEST_F(NextCallsTest, AreSeenOfASpinningTask) {
  LaunchWithoutRest("#include <sys/socket.h>\nint main() { for (;;) accept(77, 0, 0); }\n");
  if (!box_) return;
  const std::vector<long> accepts(4, SYS_accept);
  EXPECT_TRUE(
      ComesToCall(4, [&accepts](const std::vector<long>& calls) { return calls == accepts; }));
}

TEST_F(NextCallsTest, AreNoneOfATaskThatOnlyComputes) {
  LaunchWithoutRest("int main() { for (volatile long i = 0;; i = i + 1) {} }\n");
  if (!box_) return;
  EXPECT_TRUE(ComesToCall(1, [](const std::vector<long>& calls) { return calls.empty(); }));
}

TEST_F(NextCallsTest, LeaveATaskAsItWas) {
  LaunchWithoutRest("#include <unistd.h>\nint main() { for (;;) getppid(); }\n");
  if (!box_) return;
  const std::vector<long> calls(4, SYS_getppid);
  EXPECT_TRUE(ComesToCall(4, [&calls](const std::vector<long>& seen) { return seen == calls; }));
  EXPECT_TRUE(ComesToCall(4, [&calls](const std::vector<long>& seen) { return seen == calls; }))
      << "it has been stopped";
}

TEST(NextCalls, AreNoneOfNobody) { EXPECT_TRUE(NextCalls(0, 1, std::nullopt).empty()); }

}  // namespace
}  // namespace checker
