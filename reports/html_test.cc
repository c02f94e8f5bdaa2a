#include "reports/html.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/golden/golden.h"

namespace reports {
namespace {

std::string Html(const checker::ScoreReport& report) {
  std::ostringstream out;
  WriteHtml(report, {}, out);
  return out.str();
}

TEST(Html, IsSmallWhateverTheReport) {
  EXPECT_LT(Html(FaultyForkServer()).size(), 100'000u);
  EXPECT_LT(Html(EnormousReport()).size(), 300'000u);
}

TEST(Html, HasNoScriptAndNothingFromElsewhere) {
  for (const checker::ScoreReport& report : {FaultyForkServer(), HostileSubmission()}) {
    const std::string html = Html(report);
    for (const char* absent :
         {"<script", "<img", "<iframe", "src=", " onload", "@import", "url("}) {
      EXPECT_EQ(html.find(absent), std::string::npos) << absent;
    }
  }
}

// For browser_test.py, which asks for them with HTML_DIR.
TEST(HtmlPages, AreWrittenForABrowser) {
  const char* folder = std::getenv("HTML_DIR");
  if (folder == nullptr) GTEST_SKIP() << "HTML_DIR is not set";
  const auto write = [&](const char* name, const std::string& html) {
    std::ofstream(std::string(folder) + "/" + name) << html;
  };
  write("faulty.html", Html(FaultyForkServer()));
  write("faultless.html", Html(FaultlessServer()));
  write("unbuildable.html", Html(UnbuildableSubmission()));
  write("hostile.html", Html(HostileSubmission()));
  std::ostringstream error;
  WriteHtmlError(HeldPort(), {}, error);
  write("error.html", error.str());
}

}  // namespace
}  // namespace reports
