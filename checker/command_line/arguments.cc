#include "checker/command_line/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <optional>

namespace checker {
namespace {

constexpr std::array<std::string_view, 11> kCommands = {"grade",   "list",     "explain", "doctor",
                                                        "init",    "validate", "render",  "watch",
                                                        "certify", "batch",    "diff"};

constexpr const char* kExitCodes =
    "Exit status of grade: 0 every graded check passed, 1 points were lost, 2 undecided,\n"
    "64 the arguments or the path are no good, 69 a package is missing, 70 the checker failed.\n"
    "`checker SUBMISSION` is `checker grade SUBMISSION`.";

// What CLI11 fills in.
struct Parsed {
  GradeArguments grade;
  std::vector<std::string> reports;
  ListArguments list;
  ExplainArguments explain;
  DoctorArguments doctor;
  InitArguments init;
  ValidateArguments validate;
  RenderArguments render;
  WatchArguments watch;
  CertifyArguments certify;
  BatchArguments batch;
  DiffArguments diff;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void DeclareReports(CLI::App& command, Parsed& parsed, std::optional<Audience>& audience,
                    const std::vector<std::string>& formats) {
  command.add_option("--report", parsed.reports, "repeatable; formats: " + Joined(formats))
      ->type_name("FORMAT[=PATH]")
      ->allow_extra_args(false);
  const auto remember = [&audience](const std::string& who) {
    audience = who == "students" ? Audience::kStudents : Audience::kInstructors;
  };
  command
      .add_option_function<std::string>(
          "--audience", remember,
          "who reads the reports: students are shown what the assignment's feedback says")
      ->check(CLI::IsMember({"students", "instructors"}).description(""))
      ->type_name("students|instructors");
}

void DeclareOnly(CLI::App& command, std::vector<std::string>& only) {
  command.add_option("--only", only, "repeatable: run these checks only")
      ->type_name("ID-PREFIX")
      ->allow_extra_args(false);
}

void DeclareGrade(CLI::App& app, Parsed& parsed, const std::vector<std::string>& formats) {
  auto* grade = app.add_subcommand("grade", "Grade one submission");
  auto& arguments = parsed.grade;
  grade
      ->add_option("SUBMISSION", arguments.submission,
                   "a folder, a C or C++ source file, an archive, or an executable")
      ->type_name("")
      ->required();
  grade
      ->add_option("-a,--assignment", arguments.assignment,
                   "one that comes along, or a file; auto: everything that applies")
      ->type_name("NAME|FILE")
      ->capture_default_str();
  DeclareReports(*grade, parsed, arguments.audience, formats);
  DeclareOnly(*grade, arguments.only);
  grade
      ->add_option("--keep", arguments.keep_dir,
                   "a folder, new or empty: gets the built submission and report.json")
      ->type_name("DIR");
  grade->add_option("--seed", arguments.seed, "makes payloads and ports the same again")
      ->type_name("N");
  grade->add_flag_callback(
      "--no-sanitizers", [&arguments] { arguments.sanitizers = false; },
      "do not build it once more with sanitizers");
  grade->add_flag("-v,--verbose", arguments.verbose, "show the evidence of passed checks too");
  grade->add_flag("--exit-zero", arguments.exit_zero, "0 where points were lost or undecided");
}

void DeclareWatch(CLI::App& app, WatchArguments& arguments) {
  auto* watch = app.add_subcommand("watch", "Grade again whenever the submission has changed");
  watch->add_option("SUBMISSION", arguments.submission, "as for grade")->type_name("")->required();
  watch->add_option("-a,--assignment", arguments.assignment, "as for grade")
      ->type_name("NAME|FILE")
      ->capture_default_str();
  DeclareOnly(*watch, arguments.only);
  watch->add_flag("-v,--verbose", arguments.verbose, "show the evidence of passed checks too");
}

void DeclareCertify(CLI::App& app, CertifyArguments& arguments) {
  auto* certify =
      app.add_subcommand("certify", "Grade the same program many times: do outcomes change?");
  certify
      ->add_option(
          "SUBMISSION", arguments.subject,
          "as for grade; or an assignment (a name, or a file .json), whose reference is graded")
      ->required();
  certify->add_option("-a,--assignment", arguments.assignment, "NAME or FILE, for a submission")
      ->capture_default_str();
  certify->add_option("-n", arguments.repetitions, "so many gradings")
      ->check(CLI::Range(2, 100000))
      ->capture_default_str();
  certify
      ->add_option("--load", arguments.load,
                   "N busy processes beside them; without it one for each processor")
      ->check(CLI::Range(0, 1024));
  certify->add_option("--only", arguments.only, "ID-PREFIX, repeatable: run these checks only")
      ->allow_extra_args(false);
  certify->add_flag("--json", arguments.json, "for machines");
}

void DeclareBatch(CLI::App& app, BatchArguments& arguments) {
  auto* batch = app.add_subcommand("batch", "Grade many submissions, and write a gradebook");
  batch
      ->add_option("DIR", arguments.folders,
                   "folders; each folder, file and archive in them is a submission")
      ->required();
  batch->add_option("--out", arguments.out, "DIR for reports, journal and gradebook")->required();
  batch->add_option("-a,--assignment", arguments.assignment, "NAME or FILE")->capture_default_str();
  batch->add_option("--jobs", arguments.jobs, "N gradings at once; as many as processors")
      ->check(CLI::PositiveNumber);
  batch->add_flag("--resume", arguments.resume,
                  "grade only what is missing in --out, or has changed since");
  batch
      ->add_option("--gradebook", arguments.gradebook,
                   "one more gradebook, as a platform imports it")
      ->check(CLI::IsMember({"canvas", "moodle", "classroom"}));
  batch->add_option("--roster", arguments.roster, "FILE.csv that the platform has exported");
  batch
      ->add_option(
          "--time-limit", arguments.time_limit_s,
          "seconds after which a grading counts as hung, which says nothing about the submission")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  batch->add_option("--engine", arguments.engine, "local, or slurm: a job array on a cluster")
      ->check(CLI::IsMember({"local", "slurm"}))
      ->capture_default_str();
  batch->add_option("--slurm-partition", arguments.slurm.partition,
                    "as sbatch --partition takes it");
  batch
      ->add_option("--slurm-time", arguments.slurm.time,
                   "of one grading, as sbatch --time takes it")
      ->capture_default_str();
  batch->add_option("--slurm-memory", arguments.slurm.memory, "as sbatch --mem takes it")
      ->capture_default_str();
  batch
      ->add_option("--slurm-array-limit", arguments.slurm.at_once,
                   "N tasks of an array at once; 0: no limit")
      ->check(CLI::NonNegativeNumber);
}

void Declare(CLI::App& app, Parsed& parsed, const std::vector<std::string>& formats) {
  app.set_version_flag("--version", std::string("checker ") + CHECKER_VERSION);
  app.footer(kExitCodes);
  app.require_subcommand(1);
  DeclareGrade(app, parsed, formats);
  auto* list = app.add_subcommand("list", "List what a server is held to");
  list->add_flag("--json", parsed.list.json, "for machines");
  auto* explain = app.add_subcommand("explain", "Explain one requirement, and how to look by hand");
  explain->add_option("ID", parsed.explain.id, "as `checker list` has it")
      ->type_name("")
      ->required();
  auto* init = app.add_subcommand("init", "Write an assignment file to begin with");
  init->add_option("NAME", parsed.init.name, "its id; the file is NAME.json")->type_name("");
  init->add_option("--from", parsed.init.from, "a submission to learn the assignment from")
      ->type_name("SUBMISSION");
  auto* validate = app.add_subcommand("validate", "Check an assignment and grade its reference");
  validate->add_option("ASSIGNMENT", parsed.validate.assignment, "a name or a file")
      ->type_name("")
      ->required();
  auto* render = app.add_subcommand("render", "Write a stored score report in other formats");
  render->add_option("REPORT", parsed.render.report, "a file that --report json wrote")
      ->type_name("")
      ->required();
  DeclareReports(*render, parsed, parsed.render.audience, formats);
  render->add_flag("-v,--verbose", parsed.render.verbose, "show the evidence of passed checks too");
  DeclareWatch(app, parsed.watch);
  DeclareCertify(app, parsed.certify);
  DeclareBatch(app, parsed.batch);
  auto* diff = app.add_subcommand("diff", "Say whose verdicts changed from one batch to another");
  diff->add_option("OLD", parsed.diff.before, "what --out named, or one score report")->required();
  diff->add_option("NEW", parsed.diff.after, "the same, later")->required();
  auto* doctor = app.add_subcommand("doctor", "Say how well this machine can isolate a submission");
  doctor->add_flag("--json", parsed.doctor.json, "for machines");
}

Saying UsageError(const std::string& what) {
  return {"checker: " + what + "\nTry `checker --help`.\n", kExitUsage};
}

// The words as CLI11 is to see them: "help" and "version" are options to it, and whatever does not
// begin with a command is a grading.
std::vector<std::string> WithCommand(std::vector<std::string> words) {
  const std::string first = words.front();
  if (first == "version") return {"--version"};
  if (first == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
    return words;
  }
  const bool known = std::find(kCommands.begin(), kCommands.end(), first) != kCommands.end() ||
                     first == "--help" || first == "-h" || first == "--version";
  if (!known) words.insert(words.begin(), "grade");
  return words;
}

// "json=out.json" -> a request, or what is wrong with it.
std::variant<ReportRequest, Saying> ReadReport(const std::string& text,
                                               const std::vector<std::string>& formats) {
  const auto equals = text.find('=');
  ReportRequest request = {text.substr(0, equals), ""};
  if (std::find(formats.begin(), formats.end(), request.format) == formats.end()) {
    return UsageError("there is no report format \"" + request.format + "\"; there are " +
                      Joined(formats));
  }
  if (equals == std::string::npos) return request;
  request.path = text.substr(equals + 1);
  if (request.path.empty()) return UsageError("--report " + text + ": the path is empty");
  if (request.path == "-") request.path.clear();
  return request;
}

Command Init(InitArguments arguments) {
  if (!arguments.name.empty() || !arguments.from.empty()) return arguments;
  return UsageError("init: a NAME is needed, or --from SUBMISSION");
}

// What is asked for, or what is wrong with it.
std::variant<std::vector<ReportRequest>, Saying> ReadReports(
    const std::vector<std::string>& texts, const std::vector<std::string>& formats) {
  std::vector<ReportRequest> reports;
  int to_standard_output = 0;
  for (const std::string& text : texts) {
    auto read = ReadReport(text, formats);
    if (auto* refused = std::get_if<Saying>(&read)) return std::move(*refused);
    reports.push_back(std::get<ReportRequest>(std::move(read)));
    if (reports.back().path.empty()) ++to_standard_output;
  }
  if (to_standard_output > 1) {
    return UsageError("standard output takes one report; give the others a path: FORMAT=PATH");
  }
  if (reports.empty()) reports.push_back({formats.front(), ""});
  return reports;
}

template <typename Arguments>
Command WithReports(Arguments arguments, const std::vector<std::string>& texts,
                    const std::vector<std::string>& formats) {
  auto read = ReadReports(texts, formats);
  if (auto* refused = std::get_if<Saying>(&read)) return std::move(*refused);
  arguments.reports = std::get<std::vector<ReportRequest>>(std::move(read));
  return arguments;
}

}  // namespace

Command ParseArguments(const std::vector<std::string>& arguments,
                       const std::vector<std::string>& formats) {
  CLI::App app("Grades student-written concurrent TCP servers", "checker");
  Parsed parsed;
  Declare(app, parsed, formats);
  if (arguments.empty()) return Saying{app.help(), kExitUsage};
  auto words = WithCommand(arguments);
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    return Saying{app.help(), 0};
  } catch (const CLI::CallForVersion&) {
    return Saying{app.version() + "\n", 0};
  } catch (const CLI::ParseError& error) {
    return UsageError(error.what());
  }
  if (app.got_subcommand("list")) return parsed.list;
  if (app.got_subcommand("explain")) return parsed.explain;
  if (app.got_subcommand("doctor")) return parsed.doctor;
  if (app.got_subcommand("init")) return Init(std::move(parsed.init));
  if (app.got_subcommand("validate")) return parsed.validate;
  if (app.got_subcommand("watch")) return parsed.watch;
  if (app.got_subcommand("certify")) return parsed.certify;
  if (app.got_subcommand("batch")) return parsed.batch;
  if (app.got_subcommand("diff")) return parsed.diff;
  if (app.got_subcommand("render")) return WithReports(parsed.render, parsed.reports, formats);
  return WithReports(parsed.grade, parsed.reports, formats);
}

}  // namespace checker
