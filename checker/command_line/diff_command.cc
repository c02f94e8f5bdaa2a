#include "checker/command_line/diff_command.h"

#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "checker/batch/read_report.h"
#include "checker/command_line/complaints.h"
#include "checker/command_line/outputs.h"
#include "reports/batch_changes.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;
using Reports = std::map<std::string, std::string>;  // a submission's name -> the file

// One report stands for a batch of one; its name does not matter then.
Result<Reports> ReportsIn(const std::string& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return Reports{{"the submission", path}};
  const fs::path folder = fs::path(path) / "reports";
  Reports reports;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".json") reports[at->path().stem()] = at->path();
  }
  if (error) return Error("read the reports in " + folder.string(), error.message());
  return reports;
}

reports::StoredReport ReadOne(const Reports& reports, const std::string& name) {
  const auto found = reports.find(name);
  return found == reports.end() ? reports::NoReport{"there is none"}
                                : ReadReportFile(found->second);
}

}  // namespace

int Diff(const DiffArguments& arguments) {
  const auto before = ReportsIn(arguments.before);
  if (!before) return UsageError(before.error().Text());
  const auto after = ReportsIn(arguments.after);
  if (!after) return UsageError(after.error().Text());
  std::set<std::string> names;
  for (const auto& [name, path] : *before) names.insert(name);
  for (const auto& [name, path] : *after) names.insert(name);

  const reports::Style style = {.colour = StandardOutputHasColours(),
                                .width = TerminalWidth(STDOUT_FILENO)};
  int changed = 0;
  for (const std::string& name : names) {
    const auto was = ReadOne(*before, name);
    const auto is = ReadOne(*after, name);
    const auto* old_report = std::get_if<ScoreReport>(&was);
    const auto* new_report = std::get_if<ScoreReport>(&is);
    if (old_report == nullptr && new_report == nullptr) continue;
    changed += reports::WriteChangeOf(name, old_report, new_report, style, std::cout);
  }
  std::cout << changed << " of " << names.size() << " changed\n";
  const int delivered = Delivered();
  return delivered != 0 ? delivered : changed > 0 ? 1 : 0;
}

}  // namespace checker
