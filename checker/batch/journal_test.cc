#include "checker/batch/journal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "checker/build/build.h"

namespace checker {
namespace {

const Digests kNow = {"aaaa", "bbbb", "cccc"};

class JournalTest : public testing::Test {
 protected:
  Journal Open() const {
    auto journal = Journal::Open(path_);
    if (!journal) ADD_FAILURE() << journal.error().Text();
    return std::move(*journal);
  }
  void Append(const std::string& text) const { std::ofstream(path_, std::ios::app) << text; }

  const TemporaryFolder folder_ = TemporaryFolder::Make().value();
  const std::string path_ = folder_.path() + "/journal.jsonl";
};

TEST_F(JournalTest, KnowsInALaterProcessWhatWasGraded) {
  ASSERT_TRUE(Open().Add({.name = "anna", .digests = kNow, .graded = true}));
  const Journal later = Open();
  ASSERT_NE(later.LastGraded("anna"), nullptr);
  EXPECT_EQ(later.LastGraded("anna")->digests, kNow);
  EXPECT_EQ(later.LastGraded("bruno"), nullptr);
  EXPECT_EQ(later.LastTrouble("anna"), nullptr);
}

TEST_F(JournalTest, ForgetsTroubleOnceThereIsAReportButNoReportForTrouble) {
  {
    Journal journal = Open();
    ASSERT_TRUE(journal.Add({.name = "anna", .digests = kNow, .trouble = "a: b"}));
    ASSERT_TRUE(journal.Add({.name = "anna", .digests = kNow, .graded = true}));
    ASSERT_TRUE(journal.Add({.name = "bruno", .digests = kNow, .graded = true}));
    ASSERT_TRUE(journal.Add({.name = "bruno", .digests = kNow, .trouble = "c: d"}));
  }
  const Journal later = Open();
  EXPECT_EQ(later.LastTrouble("anna"), nullptr);
  ASSERT_NE(later.LastTrouble("bruno"), nullptr);
  EXPECT_EQ(later.LastTrouble("bruno")->trouble, "c: d");
  EXPECT_NE(later.LastGraded("bruno"), nullptr);
}

TEST_F(JournalTest, ALineThatWasCutShortCostsThatLineAlone) {
  ASSERT_TRUE(Open().Add({.name = "anna", .digests = kNow, .graded = true}));
  Append(R"({"submission":"bruno","outco)");
  ASSERT_TRUE(Open().Add({.name = "carla", .digests = kNow, .graded = true}));
  const Journal later = Open();
  EXPECT_NE(later.LastGraded("anna"), nullptr);
  EXPECT_EQ(later.LastGraded("bruno"), nullptr);
  EXPECT_NE(later.LastGraded("carla"), nullptr);
}

TEST_F(JournalTest, ANameOfAnyBytesIsKnownOrGradedAgainButNeverTakenForAnother) {
  ASSERT_TRUE(Open().Add({.name = "caf\xc3\xa9 \"1\"\n", .digests = kNow, .graded = true}));
  ASSERT_TRUE(Open().Add({.name = "caf\xe9", .digests = kNow, .graded = true}));
  const Journal later = Open();
  EXPECT_NE(later.LastGraded("caf\xc3\xa9 \"1\"\n"), nullptr);
  EXPECT_EQ(later.LastGraded("caf\xe8"), nullptr);
}

TEST_F(JournalTest, HasOneWriter) {
  const Journal first = Open();
  EXPECT_FALSE(Journal::Open(path_));
}

}  // namespace
}  // namespace checker
