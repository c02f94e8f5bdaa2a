// The faults themselves: that each can be made, and that no check is without one.
#include "reference/fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "checker/model/catalogue.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

// Checks that no fault can fail where the assignment is `auto`.
const std::set<std::string> kWithoutFault = {
    "concurrency/has_demanded_design",
};

TEST(FaultTest, EveryLinkedCheckIsFailedBySomeFault) {
  std::set<std::string> failed = kWithoutFault;
  for (const std::string& name : FaultNames()) failed.insert(Fault::Read(name).fails);
  for (const Check* check : Catalogue()) {
    EXPECT_TRUE(failed.contains(check->id)) << check->id << " stands in no fault's Fails: line";
  }
}

TEST(FaultTest, EveryFaultFitsItsProgram) {
  for (const std::string& name : FaultNames()) {
    const Fault fault = Fault::Read(name);
    const Copy copy(Folder("correct") / fault.program);
    EXPECT_TRUE(copy.Patch(fault.File())) << name;
  }
}

TEST(FaultTest, NoFaultNamesACheckTwice) {
  for (const std::string& name : FaultNames()) {
    const Fault fault = Fault::Read(name);
    std::vector<std::string> named = fault.explained;
    named.insert(named.end(), fault.untested.begin(), fault.untested.end());
    named.insert(named.end(), fault.applies.begin(), fault.applies.end());
    named.push_back(fault.fails);
    std::sort(named.begin(), named.end());
    EXPECT_EQ(std::adjacent_find(named.begin(), named.end()), named.end()) << name;
  }
}

class AnswersTest : public testing::Test {
 protected:
  AnswersTest() : folder_(TemporaryFolder::Make().value()) {
    std::ofstream(folder_.path() + "/expect.json")
        << R"({"outcomes": {"concurrency/": "fail", "concurrency/a": "pass"},
               "not_applicable": ["threads/"]})";
    unpatched_ = Expectation::Read(folder_.path());
  }

  TemporaryFolder folder_;
  Expectation unpatched_;
  Fault fault_{.fails = "processes/a", .explained = {"processes/b"}, .untested = {"processes/"}};
};

TEST_F(AnswersTest, LongestNameOfAnExpectationWins) {
  EXPECT_EQ(unpatched_.AnswersTo("concurrency/a"), (Answers{"pass"}));
  EXPECT_EQ(unpatched_.AnswersTo("concurrency/b"), (Answers{"fail", kExplained}));
  EXPECT_EQ(unpatched_.AnswersTo("exchange/a"), (Answers{"pass"}));
  EXPECT_EQ(unpatched_.AnswersTo("threads/a"), (Answers{kNotApplicable}));
}

TEST_F(AnswersTest, AFaultChangesWhatItsHeadNames) {
  EXPECT_EQ(fault_.AnswersTo("processes/a", unpatched_), (Answers{"fail"}));
  EXPECT_EQ(fault_.AnswersTo("processes/b", unpatched_), (Answers{kExplained, "untested"}));
  EXPECT_EQ(fault_.AnswersTo("processes/c", unpatched_),
            (Answers{"pass", "untested", kNotApplicable}));
  EXPECT_EQ(fault_.AnswersTo("threads/a", unpatched_), (Answers{kNotApplicable}));
  fault_.applies = {"threads/a"};
  EXPECT_EQ(fault_.AnswersTo("threads/a", unpatched_), (Answers{"pass"}));
}

TEST_F(AnswersTest, AStarIsForAllButTheBuild) {
  fault_ = {.fails = "startup/a", .untested = {"*"}};
  EXPECT_EQ(fault_.AnswersTo("exchange/a", unpatched_),
            (Answers{"pass", "untested", kNotApplicable}));
  EXPECT_EQ(fault_.AnswersTo("build/compiles", unpatched_), (Answers{"pass"}));
}

}  // namespace
}  // namespace checker::reference
