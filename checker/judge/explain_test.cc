#include "checker/judge/explain.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "checker/model/catalogue.h"

namespace checker {
namespace {

// Checks stay registered for the whole process: harmless ones, known to these tests only.
class ExplainTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const std::vector<Check> kChecks = {
        Make("zz_explain_test/root", {}),
        Make("zz_explain_test/middle", {"zz_explain_test/root"}),
        Make("zz_explain_test/end", {"zz_explain_test/middle"}),
        Make("zz_explain_test/two_causes", {"zz_explain_test/absent", "zz_explain_test/root"}),
        Make("zz_explain_test/circle_a", {"zz_explain_test/circle_b"}),
        Make("zz_explain_test/circle_b", {"zz_explain_test/circle_a"}),
        Make("zz_explain_test/self", {"zz_explain_test/self"}),
    };
    static bool registered = false;
    if (registered) return;
    registered = true;
    for (const Check& check : kChecks) Registered announced(check);
  }

  static Check Make(const char* id, std::vector<std::string> causes) {
    Check check;
    check.id = id;
    check.root_causes = std::move(causes);
    check.judge = [](const Evidence&) { return Pass(""); };
    check.file = __FILE__;
    return check;
  }

  // "root" -> what is said to explain it, where these and no others failed.
  static std::map<std::string, std::string> Explained(const std::vector<std::string>& names,
                                                      Outcome outcome = Outcome::kFail) {
    std::vector<CheckResult> results;
    for (const std::string& name : names) {
      CheckResult result;
      result.id = "zz_explain_test/" + name;
      result.outcome = outcome;
      results.push_back(result);
    }
    ExplainConsequences(&results);
    std::map<std::string, std::string> causes;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (results[i].explained_by)
        causes[names[i]] = results[i].explained_by->substr(sizeof("zz_explain_test/") - 1);
    }
    return causes;
  }

  using Causes = std::map<std::string, std::string>;
};

TEST_F(ExplainTest, AFailureIsExplainedByItsCause) {
  EXPECT_EQ(Explained({"root", "middle"}), (Causes{{"middle", "root"}}));
}

TEST_F(ExplainTest, AChainIsExplainedByItsBeginning) {
  EXPECT_EQ(Explained({"end", "middle", "root"}), (Causes{{"end", "root"}, {"middle", "root"}}));
}

TEST_F(ExplainTest, ACauseThatDidNotFailExplainsNothing) {
  EXPECT_EQ(Explained({"end"}), Causes{});
  EXPECT_EQ(Explained({"end", "root"}), Causes{}) << "the link between them held";
}

TEST_F(ExplainTest, ACheckThatPassedNeedsNoExplanation) {
  EXPECT_EQ(Explained({"root", "middle", "end"}, Outcome::kPass), Causes{});
  EXPECT_EQ(Explained({"root", "middle", "end"}, Outcome::kUntested), Causes{});
}

TEST_F(ExplainTest, OfSeveralCausesTheOneThatFailedExplains) {
  EXPECT_EQ(Explained({"two_causes", "root"}), (Causes{{"two_causes", "root"}}));
}

TEST_F(ExplainTest, NoFailureExplainsItself) { EXPECT_EQ(Explained({"self"}), Causes{}); }

TEST_F(ExplainTest, CausesInACircleLeaveOneToBlame) {
  EXPECT_EQ(Explained({"circle_a", "circle_b"}).size(), 1u);
}

TEST_F(ExplainTest, AnUnknownCheckIsLeftAlone) {
  EXPECT_EQ(Explained({"not_registered", "root"}), Causes{});
}

// The catalogue itself: a cause that does not exist, or one that leads back, would let a mistake
// cost twice or never.
TEST(RootCauses, OfEveryCheckExistAndDoNotLeadBackToIt) {
  for (const Check* check : Catalogue()) {
    if (check->id.starts_with("zz_")) continue;
    std::vector<std::string> open = check->root_causes;
    std::set<std::string> seen;
    while (!open.empty()) {
      const std::string id = open.back();
      open.pop_back();
      EXPECT_NE(id, check->id) << "explains itself";
      const Check* cause = FindCheck(id);
      EXPECT_TRUE(cause != nullptr || IsReservedPrefix(id))
          << id << ", a root cause of " << check->id;
      if (cause == nullptr || !seen.insert(id).second) continue;
      open.insert(open.end(), cause->root_causes.begin(), cause->root_causes.end());
    }
  }
}

}  // namespace
}  // namespace checker
