#include "checker/build/placed_site.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "checker/build/build.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

namespace fs = std::filesystem;

class PlacedSiteTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_ / "www/pictures");
    fs::create_directories(root_ / ".git");
  }

  std::string Text(const std::string& path) const {
    std::ifstream file(root_ / path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  std::vector<HttpSite> Place(std::uint64_t seed = 1) {
    const auto folder = OpenFolder(root_);
    const auto sites = PlaceSites(folder->get(), seed);
    EXPECT_TRUE(sites) << sites.error().Text();
    return sites ? *sites : std::vector<HttpSite>();
  }

  TemporaryFolder folder_ = TemporaryFolder::Make().value();
  fs::path root_ = folder_.path();
};

TEST_F(PlacedSiteTest, EachFolderThatCouldBeServedHasPagesOfItsOwn) {
  const auto sites = Place();
  ASSERT_EQ(sites.size(), 3u);
  EXPECT_EQ(sites[0].folder, ".");
  EXPECT_EQ(sites[1].folder, "www");
  EXPECT_EQ(sites[2].folder, "www/pictures");
  for (const HttpSite& site : sites) {
    EXPECT_EQ(Text(site.folder + site.page), site.page_bytes);
    EXPECT_EQ(Text(site.folder + site.book), site.book_bytes);
    EXPECT_GT(site.book_bytes.size(), 30'000u);
    EXPECT_LT(site.book_bytes.size(), 64u * 1024);
  }
  EXPECT_NE(sites[0].page_bytes, sites[1].page_bytes);
}

TEST_F(PlacedSiteTest, TheCanaryLiesAboveTheServedFolder) {
  const auto sites = Place();
  EXPECT_EQ(Text("www/" + sites[1].canary), sites[1].canary_words + "\n");
  EXPECT_EQ(Text("www/pictures/" + sites[2].canary), sites[2].canary_words + "\n");
  EXPECT_NE(sites[1].canary_words, sites[2].canary_words);
  EXPECT_EQ(sites[0].canary_words, "root:x:0:0:");
}

TEST_F(PlacedSiteTest, WhatIsThereIsNotOverwritten) {
  const std::string page = Place(7).front().page;
  const auto folder = OpenFolder(root_);
  EXPECT_FALSE(PlaceSites(folder->get(), 7)) << page;
}

}  // namespace
}  // namespace checker
