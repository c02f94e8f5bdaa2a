#include "reports/picture.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/golden/golden.h"

namespace reports {
namespace {

using Kind = PictureBar::Kind;

std::vector<PictureBar> BarsOf(const Picture& picture, Kind kind) {
  std::vector<PictureBar> bars;
  std::copy_if(picture.bars.begin(), picture.bars.end(), std::back_inserter(bars),
               [kind](const PictureBar& bar) { return bar.kind == kind; });
  return bars;
}

TEST(Picture, WithoutATimelineThereIsNone) {
  EXPECT_TRUE(PictureOf(FaultlessServer()).columns.empty());
}

TEST(Picture, AConnectionThatIsHeldAfterItsClientLeftIsABarThatDoesNotEnd) {
  const Picture picture = PictureOf(FaultyForkServer());
  EXPECT_TRUE(picture.leaks);
  const auto leaks = BarsOf(picture, Kind::kLeak);
  ASSERT_EQ(leaks.size(), 1u);
  EXPECT_FALSE(leaks[0].ends);
  EXPECT_EQ(leaks[0].label, "fd 4: client 1");
  EXPECT_NE(leaks[0].in_words.find("pid 2"), std::string::npos);
}

TEST(Picture, AChildThatNobodyReapsIsALaneThatDoesNotEnd) {
  const Picture picture = PictureOf(FaultyForkServer());
  EXPECT_TRUE(picture.zombies);
  const auto zombies = BarsOf(picture, Kind::kZombie);
  ASSERT_EQ(zombies.size(), 2u);
  EXPECT_TRUE(zombies[0].ends) << "pid 3 is reaped, one look later";
  EXPECT_FALSE(zombies[1].ends) << "pid 4 is not";
}

TEST(Picture, WhatIsClosedEnds) {
  for (const PictureBar& bar : BarsOf(PictureOf(FaultyForkServer()), Kind::kDescriptor)) {
    EXPECT_TRUE(bar.ends) << bar.in_words;
  }
}

TEST(Picture, EverythingLiesInside) {
  const Picture picture = PictureOf(FaultyForkServer());
  for (const PictureBar& bar : picture.bars) {
    EXPECT_GE(bar.x, picture.lanes_from) << bar.in_words;
    EXPECT_GT(bar.width, 0) << bar.in_words;
    EXPECT_LE(bar.x + bar.width, picture.width) << bar.in_words;
    EXPECT_LE(bar.y + bar.height, picture.height) << bar.in_words;
  }
}

TEST(Picture, LanesDoNotOverlap) {
  auto lanes = PictureOf(FaultyForkServer()).lanes;
  for (std::size_t i = 1; i < lanes.size(); ++i) {
    EXPECT_GE(lanes[i].y, lanes[i - 1].y + lanes[i - 1].height) << lanes[i].label;
  }
}

TEST(Picture, EventsOfNobodyAreLeftOut) {
  checker::ScoreReport report;
  report.timeline = {{.at_ms = 5, .kind = "exit", .pid = 9},
                     {.at_ms = 6, .kind = "close", .pid = 9, .fd = 4}};
  EXPECT_TRUE(PictureOf(report).marks.empty());
}

TEST(Picture, AVeryLongStoryIsCutAndSaysSo) {
  checker::ScoreReport report;
  report.timeline.assign(1000, {.at_ms = 5, .kind = "send", .pid = 0, .client = 1});
  EXPECT_GT(PictureOf(report).left_out, 0);
}

}  // namespace
}  // namespace reports
