#include "checker/command_line/doctor.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace checker {
namespace {

sandbox::Isolation SeccompAlone() {
  sandbox::Isolation isolation;
  isolation.seccomp.on = true;
  isolation.cgroup.reason = "/sys/fs/cgroup is read-only";
  return isolation;
}

nlohmann::json Diagnosis(const sandbox::Isolation& isolation, const HostFacts& host) {
  std::ostringstream out;
  WriteDiagnosisJson(isolation, host, out);
  return nlohmann::json::parse(out.str());
}

nlohmann::json LayerOf(const nlohmann::json& diagnosis, const std::string& name) {
  for (const auto& layer : diagnosis.at("layers")) {
    if (layer.at("name") == name) return layer;
  }
  ADD_FAILURE() << "no layer " << name;
  return {};
}

std::string RemedyOf(const std::string& layer, const HostFacts& host) {
  return LayerOf(Diagnosis(SeccompAlone(), host), layer).at("remedy");
}

TEST(Doctor, AsJsonHasEveryLayerWithARemedyWhereItIsOff) {
  const auto json = Diagnosis(SeccompAlone(), {});
  EXPECT_EQ(json.at("level"), "unconfined");
  ASSERT_EQ(json.at("layers").size(), 10u);
  const auto seccomp = LayerOf(json, "seccomp");
  EXPECT_EQ(seccomp.at("on"), true);
  EXPECT_EQ(seccomp.at("probe"), "a filter was put on in a child and held");
  EXPECT_TRUE(seccomp.at("remedy").is_null());
  for (const auto& layer : json.at("layers")) {
    EXPECT_FALSE(layer.at("means").get<std::string>().empty()) << layer;
    EXPECT_FALSE(layer.at("probe").get<std::string>().empty()) << layer;
    EXPECT_EQ(layer.at("remedy").is_null(), layer.at("on").get<bool>()) << layer;
  }
  EXPECT_EQ(LayerOf(json, "cgroup").at("probe"), "/sys/fs/cgroup is read-only");
}

TEST(Doctor, TheRemedyForUserNamespacesIsTheSwitchThatIsOffHere) {
  HostFacts host;
  EXPECT_EQ(RemedyOf("user_namespace", host), "sudo ./grade ...");
  host.max_user_namespaces = 0;
  EXPECT_EQ(RemedyOf("user_namespace", host), "sudo sysctl -w user.max_user_namespaces=10000");
  host.unprivileged_userns_clone = 0;
  EXPECT_EQ(RemedyOf("user_namespace", host), "sudo sysctl -w kernel.unprivileged_userns_clone=1");
  host.apparmor_restrict_unprivileged_userns = 1;
  EXPECT_EQ(RemedyOf("user_namespace", host),
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
  host.container = true;
  EXPECT_TRUE(RemedyOf("user_namespace", host).starts_with("docker run --security-opt seccomp="));
}

TEST(Doctor, TheRemedyForControlGroupsDependsOnWhoAsks) {
  HostFacts host;
  host.systemd = true;
  EXPECT_TRUE(RemedyOf("cgroup", host).starts_with("systemd-run --user"));
  host.root = true;
  EXPECT_EQ(RemedyOf("cgroup", host), "mount -t cgroup2 none /sys/fs/cgroup");
}

TEST(Doctor, LandlockThatWasLeftOutAtBootIsPutBackAtBoot) {
  HostFacts host;
  host.lsm = "lockdown,yama";
  EXPECT_EQ(RemedyOf("landlock", host),
            "boot with lsm=landlock,lockdown,yama on the kernel's command line");
}

TEST(Doctor, ForPeopleSaysWhyALayerIsOffAndWhatHelps) {
  std::ostringstream out;
  WriteDiagnosis(SeccompAlone(), {}, out);
  EXPECT_NE(out.str().find("  on   seccomp"), std::string::npos);
  EXPECT_NE(out.str().find("why     /sys/fs/cgroup is read-only"), std::string::npos);
  EXPECT_NE(out.str().find("remedy  sudo ./grade"), std::string::npos);
}

}  // namespace
}  // namespace checker
