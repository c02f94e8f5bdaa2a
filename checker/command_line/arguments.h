// argv -> what is asked for. Reads no file and asks no clock: whether a submission exists is for
// others to say.
//
//   std::visit(Run{}, ParseArguments({argv + 1, argv + argc}, {"terminal", "json"}));
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checker/batch/slurm_options.h"
#include "checker/model/feedback.h"

namespace checker {

// sysexits(3), as far as they are part of the contract. 0, 1 and 2 are what a grading came to.
inline constexpr int kExitUsage = 64;          // arguments, assignment or path are no good
inline constexpr int kExitCheckerFailed = 70;  // the checker or its machine failed

struct ReportRequest {
  std::string format;
  std::string path;  // "": standard output
};

struct GradeArguments {
  std::string submission;
  std::string assignment = "auto";     // a name or a path
  std::vector<ReportRequest> reports;  // never empty; at most one to standard output
  std::optional<Audience> audience;    // none: each format's own
  std::vector<std::string> only;       // id prefixes
  std::string keep_dir;                // gets the built submission and report.json; "" = no
  std::uint64_t seed = 0;
  bool sanitizers = true;
  bool verbose = false;
  bool exit_zero = false;
};

struct ListArguments {
  bool json = false;
};

struct ExplainArguments {
  std::string id;
};

struct DoctorArguments {
  bool json = false;
};

// A new assignment file in the working folder.
struct InitArguments {
  std::string name;  // "": the submission's
  std::string from;  // a submission to learn from; "": a starter that explains itself
};

struct ValidateArguments {
  std::string assignment;
};

// A stored score report in other formats.
struct RenderArguments {
  std::string report;                  // a file in the format json
  std::vector<ReportRequest> reports;  // never empty; at most one to standard output
  std::optional<Audience> audience;    // none: each format's own
  bool verbose = false;
};

// Grading again and again, whenever the submission has changed.
struct WatchArguments {
  std::string submission;
  std::string assignment = "auto";
  std::vector<std::string> only;
  bool verbose = false;
};

// Grading the same program again and again, beside other work: whether its outcomes change.
struct CertifyArguments {
  // a submission, or an assignment (a name, or a file .json) whose reference is graded
  std::string subject;
  std::string assignment = "auto";  // of a submission
  std::vector<std::string> only;
  int repetitions = 50;
  std::optional<int> load;  // busy processes; none: one for each processor
  bool json = false;
};

// Many submissions. Where the folders' entries go, and who grades them.
struct BatchArguments {
  std::vector<std::string> folders;
  std::string out;
  std::string assignment = "auto";
  int jobs = 0;  // 0: as many as there are processors
  bool resume = false;
  std::string gradebook;  // a platform's; "" = the checker's own alone
  std::string roster;     // what the platform has exported; "" = none
  int time_limit_s = 1800;
  std::string engine = "local";
  SlurmOptions slurm;
};

// What has changed from one batch to another.
struct DiffArguments {
  std::string before;
  std::string after;
};

// Nothing to do but to say something: help and version on standard output with 0, what is wrong
// with the arguments on standard error with kExitUsage.
struct Saying {
  std::string text;
  int exit_code = 0;
};

using Command = std::variant<GradeArguments, ListArguments, ExplainArguments, DoctorArguments,
                             InitArguments, ValidateArguments, RenderArguments, WatchArguments,
                             CertifyArguments, BatchArguments, DiffArguments, Saying>;

// arguments: without argv[0]. formats: the names that --report may have, the first is the default.
Command ParseArguments(const std::vector<std::string>& arguments,
                       const std::vector<std::string>& formats);

}  // namespace checker
