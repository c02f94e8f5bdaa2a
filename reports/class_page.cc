#include "reports/class_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <ostream>

#include "reports/class_status.h"
#include "reports/html/templates.h"
#include "reports/layout.h"
#include "reports/report.h"
#include "reports/score_in_words.h"

namespace reports {
namespace {

using checker::ClassMark;
using checker::ClassMember;
using checker::ClassReport;
using checker::Outcome;
using checker::Standing;
using kainjow::mustache::data;

// Of class.js: no other script runs on the page, whatever a name smuggles into it.
constexpr const char* kClassScriptHash = "sha256-Dh3Fx1ZPfd1fE1dpDxspqvbSzIjozL5sCBvB+pkFXAA=";
constexpr std::size_t kMostMistakes = 10;
constexpr std::size_t kMostRepairs = 5;
constexpr std::size_t kLongestInClass = 300;

std::string Shown(std::string_view text) { return OneLine(Sanitized(text, kLongestInClass)); }

int Share(int part, int whole) { return whole == 0 ? 0 : 100 * part / whole; }

// A file's name as part of an address: any bytes.
std::string Address(const std::string& path) {
  std::string address;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '-' || c == '_';
    address += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return address;
}

// How a class came out at one check.
struct Tally {
  std::uint16_t check = 0;
  int passed = 0;
  int failed = 0;
  int mistakes = 0;  // failures that no other explains
  int others = 0;

  int tried() const { return passed + failed; }
  int share() const { return Share(passed, tried()); }
};

std::vector<Tally> TalliesOf(const ClassReport& report) {
  std::vector<Tally> tallies(report.checks.size());
  for (std::size_t i = 0; i < tallies.size(); ++i) tallies[i].check = static_cast<std::uint16_t>(i);
  for (const ClassMember& member : report.members) {
    for (const ClassMark& mark : member.marks) {
      Tally& tally = tallies[mark.check];
      const bool failed = mark.outcome == Outcome::kFail;
      tally.passed += mark.outcome == Outcome::kPass;
      tally.failed += failed;
      tally.mistakes += failed && !mark.consequence;
      tally.others += !failed && mark.outcome != Outcome::kPass;
    }
  }
  return tallies;
}

class ClassPage {
 public:
  explicit ClassPage(const ClassReport& report) : report_(report), tallies_(TalliesOf(report)) {}

  data Filled() {
    page_.set("style", kStyleSheet);
    page_.set("script", kClassScript);
    page_.set("script_hash", kClassScriptHash);
    page_.set("version", CHECKER_VERSION);
    page_.set("title",
              report_.assignment_title.empty() ? "A class" : Shown(report_.assignment_title));
    Header();
    Troubles();
    Mistakes();
    Checks();
    Members();
    return std::move(page_);
  }

 private:
  static data Rows() { return data(data::type::list); }

  void Set(const std::string& name, data rows) {
    page_.set("has_" + name, data(rows.is_non_empty_list()));
    page_.set(name, rows);
  }

  // How many, the median, and how the points are spread.
  void Header() {
    std::vector<int> percents;
    for (const ClassMember& member : report_.members) {
      if (member.standing == Standing::kGraded && member.score.percent)
        percents.push_back(*member.score.percent);
    }
    const auto graded = std::count_if(
        report_.members.begin(), report_.members.end(),
        [](const ClassMember& member) { return member.standing == Standing::kGraded; });
    page_.set("graded", fmt::format("{} of {} submissions graded", graded, report_.members.size()));
    page_.set("has_graded", data(!percents.empty()));
    std::sort(percents.begin(), percents.end());
    page_.set("middle", percents.empty() ? data(false)
                                         : data(fmt::format("The median is {} %.",
                                                            percents[percents.size() / 2])));
    page_.set("bins", Bins(percents));
  }

  static data Bins(const std::vector<int>& percents) {
    std::array<int, 11> counts = {};
    for (const int percent : percents)
      ++counts[static_cast<std::size_t>(std::clamp(percent / 10, 0, 10))];
    const int most = *std::max_element(counts.begin(), counts.end());
    data bins = Rows();
    for (std::size_t i = counts.size(); i-- > 0;) {
      data bin("range", i == 10 ? "100" : fmt::format("{} to {}", 10 * i, 10 * i + 9));
      bin.set("count", std::to_string(counts[i]));
      bin.set("width", std::to_string(Share(counts[i], most)));
      bins.push_back(bin);
    }
    return bins;
  }

  void Troubles() {
    data rows = Rows();
    for (const ClassMember& member : report_.members) {
      if (member.trouble.empty()) continue;
      data row("name", Shown(member.name));
      row.set("trouble", Shown(member.trouble));
      row.set("kept", data(member.standing == Standing::kGraded));
      rows.push_back(row);
    }
    Set("troubles", rows);
  }

  void Mistakes() {
    std::vector<Tally> tallies = tallies_;
    std::stable_sort(tallies.begin(), tallies.end(),
                     [](const Tally& a, const Tally& b) { return a.mistakes > b.mistakes; });
    data rows = Rows();
    for (const Tally& tally : tallies) {
      if (tally.mistakes == 0 || rows.list_value().size() == kMostMistakes) break;
      data row("count", std::to_string(tally.mistakes));
      row.set("id", Shown(report_.checks[tally.check].id));
      row.set("title", Shown(report_.checks[tally.check].title));
      rows.push_back(row);
    }
    Set("mistakes", rows);
  }

  void Checks() {
    std::vector<Tally> tallies = tallies_;
    std::stable_sort(tallies.begin(), tallies.end(),
                     [](const Tally& a, const Tally& b) { return a.share() < b.share(); });
    data rows = Rows();
    for (const Tally& tally : tallies) {
      if (tally.tried() == 0) continue;
      const checker::ClassCheck& check = report_.checks[tally.check];
      data row("id", Shown(check.id));
      row.set("advice", data(!check.must));
      row.set("passed", std::to_string(tally.passed));
      row.set("failed", std::to_string(tally.failed));
      row.set("others", std::to_string(tally.others));
      row.set("width", std::to_string(tally.share()));
      rows.push_back(row);
    }
    Set("checks", rows);
  }

  void Members() {
    data rows = Rows();
    for (const ClassMember& member : report_.members) {
      data row("name", Shown(member.name));
      const std::string status = StatusOf(member);
      row.set("page", member.page.empty() ? data(false) : data(Address(member.page)));
      row.set("status", status);
      row.set("ink", status == "pass" ? "good" : status == "fail" ? "bad" : "unsure");
      row.set("points", member.standing == Standing::kGraded ? ScoreInWords(member.score) : "");
      row.set("repairs", RepairsFor(member));
      rows.push_back(row);
    }
    page_.set("members", rows);
  }

  std::string RepairsFor(const ClassMember& member) const {
    std::string repairs;
    std::size_t count = 0;
    for (const ClassMark& mark : member.marks) {
      const bool counts =
          mark.outcome == Outcome::kFail && !mark.consequence && mark.max_points > 0;
      if (counts && ++count <= kMostRepairs) {
        repairs += (repairs.empty() ? "" : ", ") + report_.checks[mark.check].id;
      }
    }
    if (count > kMostRepairs) repairs += fmt::format(" and {} more", count - kMostRepairs);
    return Shown(repairs);
  }

  const ClassReport& report_;
  const std::vector<Tally> tallies_;
  data page_;
};

}  // namespace

void WriteClassPage(const ClassReport& report, std::ostream& out) {
  out << kainjow::mustache::mustache(kClassTemplate).render(ClassPage(report).Filled());
}

}  // namespace reports
