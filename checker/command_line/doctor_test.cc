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

TEST(Doctor, AsJsonHasEveryLayerWithARemedyWhereItIsOff) {
  std::ostringstream out;
  WriteDiagnosisJson(SeccompAlone(), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_TRUE(json.at("level").is_string());
  ASSERT_EQ(json.at("layers").size(), 9u);
  const auto& seccomp = json["layers"][0];
  EXPECT_EQ(seccomp.at("name"), "seccomp");
  EXPECT_EQ(seccomp.at("on"), true);
  EXPECT_TRUE(seccomp.at("remedy").is_null());
  const auto& cgroup = json["layers"][6];
  EXPECT_EQ(cgroup.at("probe"), "/sys/fs/cgroup is read-only");
  EXPECT_TRUE(cgroup.at("remedy").is_string());
  EXPECT_TRUE(cgroup.at("means").is_string());
}

TEST(Doctor, ForPeopleSaysWhyALayerIsOffAndWhatHelps) {
  std::ostringstream out;
  WriteDiagnosis(SeccompAlone(), out);
  EXPECT_NE(out.str().find("  on   seccomp"), std::string::npos);
  EXPECT_NE(out.str().find("why     /sys/fs/cgroup is read-only"), std::string::npos);
}

}  // namespace
}  // namespace checker
