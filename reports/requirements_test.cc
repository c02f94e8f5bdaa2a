#include "reports/requirements.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/by_hand.h"

namespace reports {
namespace {

checker::Check Sample() {
  checker::Check check;
  check.id = "descriptors/child_closes_listening_socket";
  check.title = "the child closes the listening socket";
  check.requirement = "The child MUST close the listening socket.";
  check.see = {"fork(2)", "close(2)"};
  check.hint = "Close it first thing in the child.";
  check.applies_to = {checker::Design::kFork};
  check.needs = {checker::Need::kHeldClient};
  check.after = {"exchange/replies_to_one_message"};
  check.file = "testcases/descriptors/child_closes_listening_socket.cc";
  check.line = 20;
  return check;
}

TEST(CatalogueAsJson, HasTheMembersOfTheContractInItsOrder) {
  const checker::Check check = Sample();
  std::ostringstream out;
  WriteCatalogueJson({&check}, out);
  const auto json = nlohmann::ordered_json::parse(out.str());
  std::vector<std::string> members;
  for (const auto& [name, value] : json.at(0).items()) members.push_back(name);
  EXPECT_EQ(members, (std::vector<std::string>{"id", "title", "level", "requirement", "see", "hint",
                                               "applies_to", "after", "root_causes", "needs"}));
  EXPECT_EQ(json[0]["level"], "must");
  EXPECT_EQ(json[0]["applies_to"], nlohmann::ordered_json({"fork"}));
  EXPECT_EQ(json[0]["needs"], nlohmann::ordered_json({"held-client"}));
  EXPECT_TRUE(json[0]["root_causes"].is_array());
}

TEST(CatalogueAsJson, OfNoChecksIsAnEmptyArray) {
  std::ostringstream out;
  WriteCatalogueJson({}, out);
  EXPECT_EQ(out.str(), "[]\n");
}

TEST(CatalogueForPeople, HasOneLineForEachCheck) {
  const checker::Check check = Sample();
  std::ostringstream out;
  WriteCatalogue({&check}, out);
  EXPECT_EQ(out.str(),
            "MUST    descriptors/child_closes_listening_socket           "
            "the child closes the listening socket\n");
}

TEST(Explanation, SaysWhatIsRequiredWhyAndHowToLook) {
  std::ostringstream out;
  WriteExplanation(Sample(), 80, out);
  const std::string text = out.str();
  for (const char* part :
       {"The child MUST close the listening socket.", "Close it first thing", "fork(2), close(2)",
        "fork; a server that waits for a connected client that is silent",
        "exchange/replies_to_one_message", "child_closes_listening_socket.cc:20",
        "ls -l /proc/PID/fd"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is missing in\n" << text;
  }
}

TEST(ByHand, KnowsEveryFolderOfTheCatalogue) {
  for (const char* folder :
       {"build", "startup", "exchange", "concurrency", "processes", "descriptors", "threads",
        "isolation", "robustness", "faults", "shared_state", "http", "shutdown", "client"}) {
    EXPECT_FALSE(ByHand(folder).empty()) << folder;
  }
  EXPECT_TRUE(ByHand("astronomy").empty());
}

}  // namespace
}  // namespace reports
