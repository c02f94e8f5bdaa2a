#include "reports/golden/golden_class.h"

namespace reports {
namespace {

using checker::ClassMark;
using checker::ClassMember;
using checker::Outcome;
using checker::Standing;

ClassMember Graded(const std::string& name, bool reaps) {
  const std::int16_t points = reaps ? 4 : 0;
  ClassMember member = {.name = name, .standing = Standing::kGraded, .sha256 = "abc"};
  member.score = {.points = 6 + points,
                  .max_points = 10,
                  .percent = reaps ? 100 : 60,
                  .percent_best = reaps ? 100 : 60};
  member.page = "reports/" + name + ".html";
  member.marks = {{.check = 0, .outcome = Outcome::kPass, .points = 6, .max_points = 6},
                  {.check = 1,
                   .outcome = reaps ? Outcome::kPass : Outcome::kFail,
                   .points = points,
                   .max_points = 4}};
  return member;
}

}  // namespace

checker::ClassReport SmallClass() {
  checker::ClassReport report;
  report.assignment_id = "echo";
  report.assignment_title = "Echo server";
  report.checks = {{"build/compiles", "compiles"},
                   {"processes/reaps_finished_children", "reaps finished children"}};
  report.members = {Graded("ada", true), Graded("alan", false)};
  report.members.push_back({.name = "grace",
                            .standing = Standing::kFailed,
                            .trouble = "the grading: was ended by signal 11"});
  report.members.push_back({.name = "hedy"});
  report.members.push_back(Graded("=cmd", true));
  report.members.back().name = "=cmd";
  return report;
}

}  // namespace reports
