// Arguments in, exit code out.
#include <sys/prctl.h>
#include <unistd.h>

#include <iostream>
#include <variant>

#include "checker/command_line/arguments.h"
#include "checker/command_line/assignment_commands.h"
#include "checker/command_line/batch_command.h"
#include "checker/command_line/certify_command.h"
#include "checker/command_line/complaints.h"
#include "checker/command_line/diff_command.h"
#include "checker/command_line/doctor.h"
#include "checker/command_line/grade_command.h"
#include "checker/command_line/outputs.h"
#include "checker/command_line/render_command.h"
#include "checker/command_line/watch_command.h"
#include "checker/model/catalogue.h"
#include "reports/report.h"
#include "reports/requirements.h"

namespace checker {
namespace {

// One for each command: what it does, and the exit code.
struct Run {
  int operator()(const GradeArguments& arguments) const { return Grade(arguments); }
  int operator()(const InitArguments& arguments) const { return InitAssignment(arguments); }
  int operator()(const ValidateArguments& arguments) const { return ValidateAssignment(arguments); }

  int operator()(const WatchArguments& arguments) const { return Watch(arguments); }
  int operator()(const CertifyArguments& arguments) const { return CertifyCommand(arguments); }
  int operator()(const RenderArguments& arguments) const { return Render(arguments); }

  int operator()(const BatchArguments& arguments) const { return GradeBatch(arguments); }
  int operator()(const DiffArguments& arguments) const { return Diff(arguments); }

  int operator()(const ListArguments& arguments) const {
    (arguments.json ? reports::WriteCatalogueJson : reports::WriteCatalogue)(Catalogue(),
                                                                             std::cout);
    return Delivered();
  }

  int operator()(const ExplainArguments& arguments) const {
    const Check* check = FindCheck(arguments.id);
    if (check == nullptr) {
      return UsageError("there is no check \"" + arguments.id + "\"" + DidYouMean(arguments.id));
    }
    reports::WriteExplanation(*check, TerminalWidth(STDOUT_FILENO), std::cout);
    return Delivered();
  }

  int operator()(const DoctorArguments& arguments) const {
    (arguments.json ? WriteDiagnosisJson : WriteDiagnosis)(sandbox::ProbeIsolation(),
                                                           ReadHostFacts(), std::cout);
    return Delivered();
  }

  int operator()(const Saying& saying) const {
    (saying.exit_code == 0 ? std::cout : std::cerr) << saying.text;
    return saying.exit_code == 0 ? Delivered() : saying.exit_code;
  }
};

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const reports::Format& format : reports::Formats()) names.emplace_back(format.name);
  return names;
}

}  // namespace
}  // namespace checker

int main(int argc, char** argv) {
  // A submission may run as this user, with nothing else between: it is not to trace this process,
  // nor to read its memory and environment.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return std::visit(checker::Run{}, checker::ParseArguments(arguments, checker::FormatNames()));
}
