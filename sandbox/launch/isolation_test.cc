#include "sandbox/launch/isolation.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace sandbox {
namespace {

Isolation Everything() {
  Layer on{.on = true};
  return {.seccomp = on,
          .user_namespace = on,
          .network_namespace = on,
          .pid_namespace = on,
          .mount_namespace = on,
          .landlock = on,
          .cgroup = on,
          .separate_user = on,
          .no_new_privs = on,
          .process_limit = on,
          .landlock_abi = 7};
}

TEST(IsolationTest, LevelSaysWhatIsPromised) {
  Isolation isolation = Everything();
  EXPECT_EQ(isolation.Level(), "isolated");
  isolation.cgroup.on = false;
  EXPECT_EQ(isolation.Level(), "isolated");
  isolation.user_namespace.on = false;
  EXPECT_EQ(isolation.Level(), "confined");
  isolation.separate_user.on = false;
  EXPECT_EQ(isolation.Level(), "confined");
  isolation.landlock_abi = 5;
  EXPECT_EQ(isolation.Level(), "guarded");
  isolation.seccomp.on = false;
  EXPECT_EQ(isolation.Level(), "unconfined");
}

TEST(IsolationTest, ALayerThatIsOffHasAReasonInWords) {
  const Isolation& isolation = ProbeIsolation();
  for (const Layer& layer :
       {isolation.seccomp, isolation.user_namespace, isolation.network_namespace,
        isolation.pid_namespace, isolation.mount_namespace, isolation.landlock, isolation.cgroup,
        isolation.separate_user, isolation.no_new_privs, isolation.process_limit}) {
    EXPECT_NE(layer.on, layer.reason.has_value());
    EXPECT_FALSE(layer.reason.has_value() && layer.reason->empty());
  }
}

TEST(IsolationTest, TheProbeIsMadeOnce) { EXPECT_EQ(&ProbeIsolation(), &ProbeIsolation()); }

TEST(IsolationTest, AUserOfItsOwnTakesRoot) {
  if (geteuid() != 0) {
    EXPECT_FALSE(ProbeIsolation().separate_user.on);
  }
}

}  // namespace
}  // namespace sandbox
