#include "reports/class_page.h"

#include <gtest/gtest.h>

#include <sstream>

#include "checker/intake/fingerprint.h"
#include "reports/golden/golden_class.h"

namespace reports {
namespace {

std::string PageOf(const checker::ClassReport& report) {
  std::ostringstream out;
  WriteClassPage(report, out);
  return out.str();
}

std::string Between(const std::string& text, const std::string& before, const std::string& after) {
  const auto begin = text.find(before) + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

std::string HexOfBase64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string hex;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<unsigned>(digits.find(c));
    for (count += 6; count >= 4 && hex.size() < 64; count -= 4) {
      hex += "0123456789abcdef"[bits >> (count - 4) & 15];
    }
  }
  return hex;
}

TEST(ClassPage, SaysFirstWhereTheCheckerItselfFailed) {
  const std::string page = PageOf(SmallClass());
  const auto trouble = page.find("was ended by signal 11");
  ASSERT_NE(trouble, std::string::npos);
  EXPECT_LT(trouble, page.find("How the points are spread"));
  EXPECT_NE(page.find("3 of 5 submissions graded"), std::string::npos);
}

TEST(ClassPage, NamesTheMistakesAndLinksEachReport) {
  const std::string page = PageOf(SmallClass());
  EXPECT_NE(page.find("<li>1: <span class=\"id\">processes/reaps_finished_children</span>"),
            std::string::npos)
      << Between(page, "Most common", "</ol>");
  EXPECT_NE(page.find("<a href=\"reports/ada.html\">ada</a>"), std::string::npos)
      << Between(page, "<tbody>", "</tbody>");
}

TEST(ClassPage, RunsItsOwnScriptAlone) {
  const std::string page = PageOf(SmallClass());
  const std::string hash = Between(page, "script-src 'sha256-", "'");
  EXPECT_EQ(checker::Sha256(Between(page, "<script>", "</script>")), HexOfBase64(hash));
}

TEST(ClassPage, ANameStaysAName) {
  checker::ClassReport report = SmallClass();
  report.members[0].name = "<script>alert(1)</script>";
  report.members[0].page = "reports/<script> \"x\".html";
  const std::string page = PageOf(report);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_NE(page.find("%3Cscript%3E%20%22x%22.html"), std::string::npos);
}

}  // namespace
}  // namespace reports
