#include "checker/model/evidence.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

TEST(Evidence, WhatWasNotRecordedIsSaidToBeMissing) {
  Evidence evidence;
  evidence.moments.push_back({"idle", {}});
  evidence.numbers.emplace_back("clients", 5);
  EXPECT_NO_THROW((void)evidence.At("idle"));
  EXPECT_EQ(evidence.Number("clients"), 5);
  EXPECT_THROW((void)evidence.At("served"), MissingEvidence);
  EXPECT_THROW((void)evidence.Number("served"), MissingEvidence);
  EXPECT_THROW((void)evidence.Exchange("served"), MissingEvidence);
}

}  // namespace
}  // namespace checker
