// The list of formats. A new one is one file and one line here.
#include <algorithm>

#include "reports/autolab.h"
#include "reports/classroom.h"
#include "reports/csv.h"
#include "reports/ctrf.h"
#include "reports/github.h"
#include "reports/gradescope.h"
#include "reports/html.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/moodle.h"
#include "reports/prairielearn.h"
#include "reports/report.h"
#include "reports/sarif.h"
#include "reports/tap.h"
#include "reports/terminal.h"

namespace reports {

const std::vector<Format>& Formats() {
  using enum checker::Audience;
  static const std::vector<Format> formats = {
      {"terminal", "a summary for people", kInstructors, WriteTerminal, WriteTerminalError},
      {"json", "the score report, as reports/schema/score-report.v1.schema.json describes it",
       kInstructors, WriteJson, WriteJsonError},
      {"html", "one page for a browser, with a picture of what happened", kInstructors, WriteHtml,
       WriteHtmlError},
      {"markdown", "for step summaries and comments", kStudents, WriteMarkdown, WriteMarkdownError},
      {"github", "annotations of a GitHub Actions step; its summary and outputs too", kStudents,
       WriteGithub, WriteGithubError},
      {"classroom", "the JSON of GitHub Classroom's graders", kStudents, WriteClassroom,
       WriteClassroomError},
      {"classroom50", "Classroom 50's result.json", kStudents, WriteClassroom50,
       WriteClassroom50Error},
      // Gradescope is told what to show to whom.
      {"gradescope", "Gradescope's results.json", kInstructors, WriteGradescope,
       WriteGradescopeError},
      {"prairielearn", "PrairieLearn's results.json", kStudents, WritePrairielearn,
       WritePrairielearnError},
      {"autolab", "Autolab's output, scores in its last line", kStudents, WriteAutolab,
       WriteAutolabError},
      {"junit", "JUnit XML", kInstructors, WriteJunit, WriteJunitError},
      {"tap", "the Test Anything Protocol, version 14", kInstructors, WriteTap, WriteTapError},
      {"tap13", "the same, version 13 (prove)", kInstructors, WriteTap13, WriteTap13Error},
      {"sarif", "SARIF 2.1.0: findings at lines of the sources", kInstructors, WriteSarif,
       WriteSarifError},
      {"ctrf", "the Common Test Report Format", kInstructors, WriteCtrf, WriteCtrfError},
      {"vpl", "Moodle's Virtual Programming Lab", kStudents, WriteVpl, WriteVplError},
      {"coderunner", "Moodle's CodeRunner, combinator template grader", kStudents, WriteCoderunner,
       WriteCoderunnerError},
      {"csv", "one row with a header", kInstructors, WriteCsv, WriteCsvError},
  };
  return formats;
}

const Format* FindFormat(std::string_view name) {
  const auto& formats = Formats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

const std::vector<const char*>& EnvironmentNames() {
  static const std::vector<const char*> names = {
      "CLASSROOM",  "ASSIGNMENT",     "ASSIGNMENT_TYPE", "OWNER",
      "USERNAME",   "SUBMISSION_TAG", "COMMIT_URL",      "RELEASE_URL",
      "REVIEW_URL", "VPL_GRADEMIN",   "VPL_GRADEMAX",    "GITHUB_WORKSPACE"};
  return names;
}

}  // namespace reports
