#include "checker/batch/class_report_of.h"

#include <algorithm>
#include <map>

#include "checker/batch/read_report.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

// Numbers checks as they turn up; afterwards in the catalogue's order.
class CheckNumbers {
 public:
  explicit CheckNumbers(std::vector<ClassCheck>& checks) : checks_(checks) {
    for (const Check* check : Catalogue())
      Of(check->id, check->title, check->level == Level::kMust);
  }

  std::uint16_t Of(const std::string& id, const std::string& title, bool must) {
    const auto [at, fresh] = numbers_.try_emplace(id, static_cast<std::uint16_t>(checks_.size()));
    if (fresh) checks_.push_back({id, title, must});
    return at->second;
  }

 private:
  std::vector<ClassCheck>& checks_;
  std::map<std::string, std::uint16_t> numbers_;
};

void Fill(const ScoreReport& report, CheckNumbers& numbers, ClassMember& member) {
  member.standing = Standing::kGraded;
  member.score = report.score;
  member.builds = report.build.status != BuildStatus::kFailed;
  member.sha256 = report.submission_sha256;
  member.page = ReportStore::RelativePage(member.name);
  for (const CheckResult& check : report.checks) {
    member.marks.push_back({.check = numbers.Of(check.id, check.title, check.must),
                            .outcome = check.outcome,
                            .consequence = check.explained_by.has_value(),
                            .points = static_cast<std::int16_t>(check.points),
                            .max_points = static_cast<std::int16_t>(check.max_points)});
  }
}

// What the report in the folder was made of, if that is what was last tried.
bool IsOfNow(const JournalLine* graded, const JournalLine* trouble) {
  if (graded == nullptr) return false;
  return trouble == nullptr || (trouble->digests.submission == graded->digests.submission &&
                                trouble->digests.assignment == graded->digests.assignment);
}

// Checks that nobody was held to are left out.
void DropUnused(ClassReport& report) {
  std::vector<bool> used(report.checks.size());
  for (const ClassMember& member : report.members) {
    for (const ClassMark& mark : member.marks) used[mark.check] = true;
  }
  std::vector<std::uint16_t> number(report.checks.size());
  std::vector<ClassCheck> kept;
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    number[i] = static_cast<std::uint16_t>(kept.size());
    if (used[i]) kept.push_back(std::move(report.checks[i]));
  }
  report.checks = std::move(kept);
  for (ClassMember& member : report.members) {
    for (ClassMark& mark : member.marks) mark.check = number[mark.check];
  }
}

}  // namespace

ClassReport ClassReportOf(const std::vector<Entry>& entries, const ReportStore& store,
                          const Journal& journal) {
  ClassReport report;
  CheckNumbers numbers(report.checks);
  for (const Entry& entry : entries) {
    ClassMember& member = report.members.emplace_back();
    member.name = entry.name;
    const JournalLine* trouble = journal.LastTrouble(entry.name);
    if (trouble != nullptr) member.trouble = trouble->trouble;
    if (trouble != nullptr) member.standing = Standing::kFailed;
    if (!IsOfNow(journal.LastGraded(entry.name), trouble)) continue;
    const auto stored = ReadReportFile(store.ReportPath(entry.name));
    const auto* graded = std::get_if<ScoreReport>(&stored);
    if (graded == nullptr) continue;
    report.assignment_id = graded->assignment_id;
    report.assignment_title = graded->assignment_title;
    Fill(*graded, numbers, member);
  }
  DropUnused(report);
  return report;
}

}  // namespace checker
