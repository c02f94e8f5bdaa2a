#include "checker/command_line/class_outputs.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "checker/command_line/report_file.h"
#include "reports/class_page.h"
#include "reports/gradebook.h"
#include "reports/layout.h"
#include "reports/report.h"

namespace checker {
namespace {

using reports::TableRow;
using sandbox::Error;
using sandbox::Result;

void SayNames(const char* what, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::cerr << "checker: " << what << ": " << reports::OneLine(reports::Sanitized(name, 200))
              << '\n';
  }
}

Result<void> WritePlatform(const ClassReport& report, const BatchArguments& arguments) {
  const auto roster = ReadRoster(arguments.roster);
  if (!roster) return roster.error();
  std::ostringstream text;
  const reports::Joined joined =
      reports::FindGradebook(arguments.gradebook)->write(report, *roster, text);
  SayNames("in no row of the roster", joined.not_in_roster);
  SayNames("whose it is cannot be told", joined.ambiguous);
  return ReplaceFile(arguments.out + "/gradebook-" + arguments.gradebook + ".csv", text.str());
}

}  // namespace

Result<std::vector<TableRow>> ReadRoster(const std::string& path) {
  if (path.empty()) return std::vector<TableRow>();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    return Error("read the roster " + path, std::strerror(errno));
  auto table = reports::ReadTable(text.str());
  if (table.size() < 2) return Error("read the roster " + path, "it has no rows");
  return table;
}

Result<void> WriteClass(const ClassReport& report, const BatchArguments& arguments) {
  std::ostringstream gradebook;
  reports::WriteGradebook(report, gradebook);
  if (auto written = ReplaceFile(arguments.out + "/gradebook.csv", gradebook.str()); !written) {
    return written;
  }
  std::ostringstream page;
  reports::WriteClassPage(report, page);
  if (auto written = ReplaceFile(arguments.out + "/class.html", page.str()); !written) {
    return written;
  }
  if (arguments.gradebook.empty()) return {};
  return WritePlatform(report, arguments);
}

}  // namespace checker
