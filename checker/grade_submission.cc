#include "checker/grade_submission.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "checker/build/build.h"
#include "checker/build/placed_files.h"
#include "checker/build/placed_site.h"
#include "checker/drive/network_turn.h"
#include "checker/drive/run_to_end.h"
#include "checker/drive/side_by_side.h"
#include "checker/intake/assigned_sources.h"
#include "checker/intake/excerpts.h"
#include "checker/judge/applicability.h"
#include "checker/judge/lives.h"
#include "checker/judge/run_checks.h"
#include "checker/judge/suspects.h"
#include "checker/learn/learn.h"
#include "checker/probe/sock_diag.h"
#include "checker/score/score.h"
#include "sandbox/launch/isolation.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

using sandbox::Result;
using std::chrono::steady_clock;

std::string UtcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

EnvironmentSummary DescribeEnvironment(const sandbox::Isolation& isolation) {
  EnvironmentSummary environment;
  utsname names{};
  ::uname(&names);
  environment.kernel = std::string(names.sysname) + " " + names.release;
  environment.level = isolation.Level();
  const auto add = [&environment](const char* name, const sandbox::Layer& layer) {
    environment.isolation.push_back({name, layer.on, layer.reason});
  };
  add("seccomp", isolation.seccomp);
  add("user_namespace", isolation.user_namespace);
  add("network_namespace", isolation.network_namespace);
  add("pid_namespace", isolation.pid_namespace);
  add("mount_namespace", isolation.mount_namespace);
  add("landlock", isolation.landlock);
  add("cgroup", isolation.cgroup);
  add("separate_user", isolation.separate_user);
  add("no_new_privs", isolation.no_new_privs);
  return environment;
}

sandbox::Error Interrupted() { return {"grade the submission", "interrupted"}; }

// A port that this student has not hard-coded, and whose bytes swapped are another one.
int ChoosePort(std::uint64_t seed, const std::set<int>& numbers_in_sources) {
  constexpr int kFirst = 4096 + 17;
  constexpr std::uint64_t kPorts = 4000;
  for (std::uint64_t i = 0; i < kPorts; ++i) {
    const int port = kFirst + static_cast<int>((seed + i) % kPorts);
    if (!numbers_in_sources.contains(port)) return port;
  }
  return kFirst + static_cast<int>(seed % kPorts);
}

std::set<int> NumbersInSources(const Submission& submission, const std::string& folder) {
  std::set<int> numbers;
  for (const SourceFile& source : submission.sources) {
    std::ifstream file(folder + "/" + source.path);
    std::string word;
    for (char letter = 0; file.get(letter);) {
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_') {
        word += letter;
        continue;
      }
      int number = 0;
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
      if (!word.empty() && error == std::errc() && end == word.data() + word.size())
        numbers.insert(number);
      word.clear();
    }
  }
  return numbers;
}

// Names that a file server may be asked for: two of the submission's own files.
std::vector<std::string> FileNames(const Submission& submission) {
  std::vector<std::string> names;
  for (const std::string& name : submission.other_files) {
    if (names.size() < 2 && name.find('/') == std::string::npos) names.push_back(name);
  }
  if (!submission.sources.empty()) names.push_back(submission.sources.front().path);
  return names;
}

sandbox::Limits LaunchLimits(const Assignment& assignment) {
  sandbox::Limits limits;
  if (assignment.memory_mb) limits.memory = static_cast<std::uint64_t>(*assignment.memory_mb) << 20;
  if (assignment.processes) limits.processes = *assignment.processes;
  return limits;
}

// How the assignment has the server started.
LaunchPlan PlanLaunch(const Assignment& assignment, const GradeOptions& options,
                      const std::set<int>& numbers_in_sources) {
  LaunchPlan plan;
  plan.seed = options.seed != 0 ? options.seed : std::random_device{}();
  plan.port = assignment.port.value_or(ChoosePort(plan.seed, numbers_in_sources));
  plan.standard_input =
      assignment.terminal ? sandbox::StandardInput::kTerminal : sandbox::StandardInput::kPipe;
  plan.words = assignment.command;
  plan.environment = assignment.environment;
  plan.limits = LaunchLimits(assignment);
  if (assignment.start_deadline_ms)
    plan.start_deadline = std::chrono::milliseconds(*assignment.start_deadline_ms);
  plan.stop = options.stop;
  return plan;
}

// True also where it cannot be told.
bool CanSend(const ProgramReader& program) {
  const auto sites = program.ReadCalls();
  return !sites || !*sites || !CanNever(**sites, Suspect::kSend);
}

// What the assignment says about the port of a launch.
std::optional<int> DemandedPort(const Assignment& assignment, int port_of_launch) {
  if (assignment.port) return assignment.port;
  if (!assignment.launch) return std::nullopt;
  const auto has_port = [](const std::string& text) { return text.find("{port}") != text.npos; };
  const auto& [arguments, lines] = *assignment.launch;
  const bool given = std::any_of(arguments.begin(), arguments.end(), has_port) ||
                     std::any_of(lines.begin(), lines.end(), has_port);
  return given ? std::optional(port_of_launch) : std::nullopt;
}

// Where the network is shared, with no server of ours running: a port that somebody listens on and
// that the program asks for.
std::optional<int> PortTakenByAStranger(const LearnRequest& request) {
  if (request.plan.isolation.network_namespace.on) return std::nullopt;
  const sandbox::UniqueFd sock_diag(
      ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const auto rows = ListListeners(sock_diag.get());
  if (!rows) return std::nullopt;
  for (const SocketRow& row : *rows) {
    if (row.local_port == request.plan.port || request.numbers_in_sources.contains(row.local_port))
      return row.local_port;
  }
  return std::nullopt;
}

// A client that nobody answers may have to wait for others: then once more, together with them.
Task<Result<void>> LearnDialogue(const LearnRequest& request, ServerFacts* facts) {
  if (auto learnt = co_await LearnExchange(request, facts); !learnt) co_return learnt.error();
  if (!facts->exchange || facts->exchange->HasReply()) co_return Result<void>();
  if (auto learnt = co_await LearnPartners(request, facts); !learnt) co_return learnt.error();
  if (facts->clients_together == 1) co_return Result<void>();
  co_return co_await LearnExchange(request, facts);
}

Task<void> Keep(Task<Result<void>> task, Result<void>* result) {
  *result = co_await std::move(task);
}

// What is left to learn once the design is known. Neither asks for what the other fills in.
Task<Result<void>> LearnCompanyAndLifetime(const LearnRequest* request, ServerFacts* facts) {
  Result<void> company;
  Result<void> lifetime;
  std::vector<Task<void>> tasks;
  tasks.push_back(Keep(LearnCompany(*request, facts), &company));
  tasks.push_back(Keep(LearnLifetime(*request, facts), &lifetime));
  co_await SideBySide(std::move(tasks), ServersAtOnce(*facts, request->plan.isolation));
  co_return company ? lifetime : company;
}

// on_listening is called once the program was seen to listen.
Task<Result<ServerFacts>> Learn(LearnRequest request, Assignment assignment,
                                std::function<void(const ServerFacts&)> on_listening) {
  ServerFacts facts;
  facts.demanded_port = DemandedPort(assignment, request.plan.port);
  const auto listens = co_await LearnLaunch(request, &facts);
  if (!listens) co_return listens.error();
  if (!*listens) {
    if (const auto taken = PortTakenByAStranger(request)) {
      co_return sandbox::Error(
          "launch the server",
          "another program on this machine's network has port " + std::to_string(*taken));
    }
    facts.port = 0;  // the one that it was asked to use is not where it listens
    co_return facts;
  }
  on_listening(facts);
  if (assignment.exchange) {
    facts.exchange = assignment.exchange;
  } else {
    if (auto learnt = co_await LearnDialogue(request, &facts); !learnt) co_return learnt.error();
    const auto turns = co_await LearnTurns(request, facts);
    if (!turns) co_return turns.error();
    if (facts.exchange) facts.exchange->turns = *turns;
  }
  if (auto learnt = co_await LearnPortSource(request, &facts); !learnt) co_return learnt.error();
  facts.shared_state = assignment.shared_state;
  if (auto learnt = co_await LearnSite(request, &facts); !learnt) co_return learnt.error();
  if (auto learnt = co_await LearnDesign(request, &facts); !learnt) co_return learnt.error();
  if (auto learnt = co_await LearnCompanyAndLifetime(&request, &facts); !learnt)
    co_return learnt.error();
  if (assignment.ends_after_clients) facts.ends_after_clients = assignment.ends_after_clients;
  if (request.plan.Stopped()) co_return Interrupted();
  co_return facts;
}

// What the assignment says of a client.
ClientFacts ClientOf(const Assignment& assignment) {
  ClientFacts client;
  if (!assignment.host.empty()) client.host = assignment.host;
  if (assignment.exchange) {
    client.speaks_first = assignment.exchange->speaks_first;
    client.framing = assignment.exchange->framing;
  }
  return client;
}

// The program that counts: of a folder with both a server and a client, the one that is asked for.
std::string ProgramOf(const Built& built, Role role) {
  return role == Role::kClient && !built.client_program.empty() ? built.client_program
                                                                : built.program;
}

// What is seen of the server beside its checks.
struct Seen {
  std::optional<ServerFacts> server;
  Lives lives;
};

Task<Result<RunResult>> LearnAndRun(LearnRequest request, RunRequest run, Seen* seen) {
  const bool is_client = run.assignment.role == Role::kClient;
  if (run.build.status != BuildStatus::kFailed && is_client) {
    run.client = ClientOf(run.assignment);
    if (auto learnt = co_await LearnClient(request, &run.client); !learnt) co_return learnt.error();
  } else if (run.build.status != BuildStatus::kFailed) {
    const std::function<void(const ServerFacts&)> begin_builds = [&run](const ServerFacts& known) {
      BeginBuilds(run, known);
    };
    auto facts = co_await Learn(request, run.assignment, begin_builds);
    if (!facts) co_return facts.error();
    run.facts = *facts;
    seen->server = *facts;
  }
  Evidence portrait;
  if (run.facts.port > 0) run.portrait = &portrait;
  auto ran = co_await RunChecks(run);
  seen->lives = LivesIn(portrait);
  co_return ran;
}

Result<Built> BuildSubmission(const Submission& submission, const Assignment& assignment,
                              const sandbox::Isolation& isolation, const TemporaryFolder& folder,
                              const GradeOptions& options) {
  auto built = Build(WithAssignedSources(submission, assignment), assignment, isolation, folder);
  if (!built) return built;
  if (auto placed = PlaceFiles(assignment.files, built->folder); !placed) return placed.error();
  if (options.keep_dir.empty()) return built;
  if (auto kept = KeepFolder(built->folder, options.keep_dir + "/built"); !kept)
    return kept.error();
  return built;
}

}  // namespace

Result<ScoreReport> GradeSubmission(const Submission& submission, const Assignment& given,
                                    const GradeOptions& options) {
  const Assignment assignment = WithoutImpossibleChecks(given);
  const auto begin = steady_clock::now();
  ScoreReport report;
  report.started_at = UtcNow();
  report.submission_name = submission.name;
  report.submission_path = submission.path;
  report.submission_sha256 = submission.sha256;
  report.assignment_id = assignment.id;
  report.assignment_title = assignment.title;
  report.assignment_sha256 = assignment.sha256;
  report.feedback = assignment.feedback;

  const sandbox::Isolation& isolation = sandbox::ProbeIsolation();
  report.environment = DescribeEnvironment(isolation);

  const auto folder = TemporaryFolder::Make();
  if (!folder) return folder.error();
  if (options.progress) options.progress("building");
  const auto built = BuildSubmission(submission, assignment, isolation, *folder, options);
  if (!built) return built.error();
  report.build = built->summary;

  std::optional<NetworkTurn> turn;
  if (!isolation.network_namespace.on) {
    auto taken = NetworkTurn::Take(
        [&options] {
          if (options.progress) options.progress("waiting for another grading on this network");
        },
        options.stop);
    if (!taken) return taken.error();
    turn = std::move(*taken);
  }
  if (options.progress) options.progress("learning how the server talks");
  const sandbox::UniqueFd launch_folder(
      built->folder.empty() ? -1
                            : ::open(built->folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  LearnRequest learn;
  learn.numbers_in_sources = NumbersInSources(submission, built->folder);
  learn.plan = PlanLaunch(assignment, options, learn.numbers_in_sources);
  learn.plan.folder = launch_folder.get();
  learn.plan.program = ProgramOf(*built, assignment.role);
  learn.plan.isolation = isolation;
  learn.launch = assignment.launch;
  learn.port_is_given = assignment.port.has_value();
  learn.file_names = FileNames(submission);
  learn.client_program = built->client_program;
  learn.place_sites = [&plan = learn.plan] { return PlaceSites(plan.folder, plan.seed); };
  const ProgramReader program(learn.plan.folder, learn.plan.program, submission, isolation);
  // What an assignment's command starts need not be this program.
  const bool is_program = built->summary.status == BuildStatus::kOk && learn.plan.words.empty();
  learn.can_send = [&program, is_program] { return !is_program || CanSend(program); };
  RunRequest run{
      .plan = learn.plan, .build = built->summary, .assignment = assignment, .only = options.only};
  run.progress = options.progress;
  // A program that was handed in without its source is what it is; a command of the assignment's
  // may be no program of ours.
  if (options.sanitizers && built->summary.status == BuildStatus::kOk && learn.plan.words.empty()) {
    const Submission with_sources = WithAssignedSources(submission, assignment);
    run.builds = std::make_shared<InstrumentedBuilds>(
        [with_sources, &assignment, &isolation](Instrumentation instrumentation) {
          return BuildInstrumented(with_sources, assignment, isolation, instrumentation);
        });
  }
  Seen seen;
  auto ran = RunToEnd(LearnAndRun(learn, run, &seen));
  if (!ran) return ran.error();
  CompleteSources(submission, &*ran);
  if (is_program) NameSuspects(program, &*ran);
  report.server = std::move(seen.server);
  report.processes = std::move(seen.lives.processes);
  report.timeline = std::move(seen.lives.timeline);

  Scored scored = ComputeScore(assignment, std::move(ran->checks), ran->not_applicable);
  report.checks = std::move(scored.checks);
  report.score = scored.score;
  report.not_applicable = std::move(ran->not_applicable);
  report.excerpts = ExcerptsOf(report, submission.sources, built->folder);
  report.duration_ms = static_cast<int>(
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count());
  return report;
}

}  // namespace checker
