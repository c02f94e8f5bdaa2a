#include "checker/model/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace checker {
namespace {

std::vector<std::string> Sorted(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end(),
            [](const auto& a, const auto& b) { return InCatalogueOrder(a, b); });
  return ids;
}

TEST(CatalogueOrder, FoldersStandInTheOrderOfTheCatalogue) {
  const std::vector<std::string> expected = {
      "build/compiles",
      "startup/listens_for_connections",
      "exchange/replies_to_one_message",
      "concurrency/has_demanded_design",
      "processes/forks_one_child_per_client",
      "descriptors/parent_closes_connected_socket",
      "threads/starts_one_thread_per_client",
      "isolation/handler_crash_leaves_others_alive",
      "robustness/survives_connection_reset",
      "faults/survives_failed_fork",
      "shared_state/broadcasts_to_every_member",
      "http/answers_get",
      "shutdown/ends_on_sigterm",
      "client/connects_to_given_server",
  };
  auto shuffled = expected;
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(Sorted(shuffled), expected);
}

TEST(CatalogueOrder, IdsOfAFolderStandInTheOrderOfTheListNotOfTheAlphabet) {
  EXPECT_EQ(
      Sorted({"startup/reports_port_in_use", "startup/restarts_on_same_port",
              "startup/listens_on_expected_port"}),
      (std::vector<std::string>{"startup/listens_on_expected_port", "startup/reports_port_in_use",
                                "startup/restarts_on_same_port"}));
}

TEST(CatalogueOrder, AnUnlistedIdComesLastInItsFolderAlphabetically) {
  EXPECT_EQ(
      Sorted({"exchange/b_new", "concurrency/has_demanded_design", "exchange/a_new",
              "exchange/sends_and_receives_at_once_full_duplex"}),
      (std::vector<std::string>{"exchange/sends_and_receives_at_once_full_duplex", "exchange/a_new",
                                "exchange/b_new", "concurrency/has_demanded_design"}));
}

TEST(CatalogueOrder, AnUnknownFolderComesLastOfAll) {
  EXPECT_TRUE(InCatalogueOrder("client/handles_end_of_input", "astronomy/counts_stars"));
}

Check Named(const char* id) {
  Check check;
  check.id = id;
  check.file = "here.cc";
  return check;
}

TEST(Catalogue, RegisteredChecksAreFoundAndStandInOrder) {
  static const Check second = Named("zz_catalogue_test/second");
  static const Check first = Named("zz_catalogue_test/first");
  const Registered registered_second(second);
  const Registered registered_first(first);
  EXPECT_EQ(FindCheck("zz_catalogue_test/first"), &first);
  EXPECT_EQ(FindCheck("zz_catalogue_test/second"), &second);
  EXPECT_EQ(FindCheck("zz_catalogue_test/third"), nullptr);
  EXPECT_TRUE(std::is_sorted(
      Catalogue().begin(), Catalogue().end(),
      [](const Check* a, const Check* b) { return InCatalogueOrder(a->id, b->id); }));
}

TEST(Catalogue, AnIdThatBeginsAnotherIsAWholeIdAndItsBeginningIsNot) {
  EXPECT_TRUE(IsId("build/compiles"));
  EXPECT_TRUE(IsId("build/compiles_without_warnings"));
  EXPECT_FALSE(IsId("build/comp"));
  EXPECT_FALSE(IsId("build/"));
}

TEST(CatalogueDeathTest, AnIdThatIsGivenTwiceEndsTheProgramAndNamesIt) {
  static const Check once = Named("zz_catalogue_test/once");
  static const Check twice = Named("zz_catalogue_test/once");
  EXPECT_DEATH(
      {
        const Registered registered(once);
        const Registered again(twice);
      },
      "zz_catalogue_test/once");
}

}  // namespace
}  // namespace checker
