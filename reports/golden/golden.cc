#include "reports/golden/golden.h"

#include <utility>

#include "checker/model/catalogue.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::EvidenceKind;
using checker::Outcome;
using checker::Proof;
using checker::ScoreReport;

// Manual pages stand in the catalogue, not in a report: two checks for the reports to find.
checker::Check WithManualPages(std::string id, std::vector<std::string> pages) {
  checker::Check check;
  check.id = std::move(id);
  check.see = std::move(pages);
  return check;
}

const checker::Check kClosesSocket =
    WithManualPages("descriptors/parent_closes_connected_socket", {"fork(2)", "close(2)"});
const checker::Check kReaps =
    WithManualPages("processes/reaps_finished_children", {"wait(2)", "sigaction(2)"});
const checker::Registered kRegisteredClosesSocket(kClosesSocket);
const checker::Registered kRegisteredReaps(kReaps);

CheckResult Result(std::string id, std::string requirement, Outcome outcome, int points,
                   int max_points) {
  CheckResult result;
  result.id = std::move(id);
  result.title = "a requirement of the catalogue";
  result.requirement = std::move(requirement);
  result.outcome = outcome;
  result.points = points;
  result.max_points = max_points;
  result.duration_ms = 12;
  return result;
}

CheckResult Passed(std::string id, int points) {
  auto result = Result(std::move(id), "It MUST do what it does.", Outcome::kPass, points, points);
  result.rationale = "It was seen to do it.";
  result.proof = Proof::kState;
  return result;
}

CheckResult PassedWithNote() {
  CheckResult result = Passed("concurrency/accepts_every_simultaneous_client", 13);
  result.proof = Proof::kEvent;
  result.notes = {"A backlog of 3 is small: while the server is busy, the fourth client waits."};
  return result;
}

CheckResult RootCause() {
  CheckResult result = Result("descriptors/parent_closes_connected_socket",
                              "The parent MUST close the connected socket after it has forked.",
                              Outcome::kFail, 0, 5);
  result.rationale = "After client 1 had left, the parent still held its connection.";
  result.expected = "no process but the handler holds client 1";
  result.actual = "pid 2 holds client 1 as descriptor 4";
  result.hint =
      "After fork() the parent has no use for the socket that accept() returned: close it.";
  result.proof = Proof::kState;
  result.source = checker::SourceLine{"server.c", 41};
  result.evidence = {
      {.at_ms = 8, .kind = EvidenceKind::kClient, .text = "connected", .client = 1},
      {.at_ms = 9, .kind = EvidenceKind::kProcess, .text = "forked pid 3", .pid = 2, .tid = 2},
      {.at_ms = 12, .kind = EvidenceKind::kClient, .text = "left (FIN)", .client = 1},
      {.at_ms = 13,
       .kind = EvidenceKind::kDescriptor,
       .text = "socket:[81234] in CLOSE_WAIT, the connection of client 1",
       .pid = 2,
       .fd = 4}};
  return result;
}

CheckResult Consequence() {
  CheckResult result =
      Result("exchange/closes_connection_after_exchange",
             "Once the exchange is over the client MUST see end-of-file.", Outcome::kFail, 7, 7);
  result.rationale = "The reply came, and then nothing: no end-of-file.";
  result.explained_by = "descriptors/parent_closes_connected_socket";
  result.proof = Proof::kState;
  return result;
}

CheckResult ConsequenceInTheSameFolder() {
  CheckResult result = Result("descriptors/count_returns_to_baseline",
                              "Descriptors MUST not grow with clients.", Outcome::kFail, 0, 5);
  result.rationale = "8 clients cost 8 descriptors, 24 clients cost 24.";
  result.explained_by = "descriptors/parent_closes_connected_socket";
  result.proof = Proof::kState;
  return result;
}

CheckResult Zombies() {
  CheckResult result = Result("processes/reaps_finished_children",
                              "Finished children MUST be reaped.", Outcome::kFail, 0, 8);
  result.rationale = "After 10 clients 10 zombies were left, after 5 clients 5.";
  result.expected = "at most 2 zombies, and not more after more clients";
  result.actual = "10 zombies";
  result.hint = "Call waitpid(-1, NULL, WNOHANG) in a loop until it returns 0 or -1.";
  result.proof = Proof::kState;
  for (int i = 0; i < 10; ++i) {
    result.evidence.push_back({.at_ms = 20 + i,
                               .kind = EvidenceKind::kProcess,
                               .text = "zombie, its parent is pid 2",
                               .pid = 3 + i,
                               .tid = 3 + i});
  }
  return result;
}

// What a student's program may send: escapes, broken UTF-8, markup, an end of line, very much.
CheckResult Hostile() {
  CheckResult result = Result("exchange/handles_long_message",
                              "A message longer than the server's buffer MUST not be cut silently.",
                              Outcome::kFail, 0, 6);
  result.rationale = "The reply ended after 1024 of 4096 bytes.";
  result.expected = "4096 bytes";
  result.actual = std::string("\x1b[31mred\x1b[0m \xff\xfe nul:\0 <script>alert(1)</script>", 45);
  result.hint =
      "recv() returns what is there, not the whole message: call it until it is complete.";
  result.proof = Proof::kStatistical;
  result.evidence = {
      {.at_ms = 31,
       .kind = EvidenceKind::kOutput,
       .text = "::error::forged\r\n\xe2\x80\xae"
               "desrever\t\xc3\xa4\xe4\xbd\xa0\xe5\xa5\xbd"},
      {.at_ms = 32, .kind = EvidenceKind::kClient, .text = std::string(5000, 'A'), .client = 7},
      {.at_ms = 33, .kind = EvidenceKind::kCall, .text = "recv", .pid = 5, .tid = 6, .fd = 4},
      {.at_ms = 34, .kind = EvidenceKind::kSocket, .text = "CLOSE_WAIT, 3072 bytes unread"},
      {.at_ms = 35, .kind = EvidenceKind::kSignal, .text = "SIGPIPE", .pid = 5}};
  return result;
}

CheckResult Unresolved() {
  CheckResult result = Result("concurrency/serves_burst_of_connections",
                              "As many connections as the backlog holds MUST all be served.",
                              Outcome::kUnresolved, 0, 12);
  result.rationale = "The server did not come to rest within 20 s: pid 2 runs and does not accept.";
  return result;
}

CheckResult Unsupported() {
  CheckResult result =
      Result("faults/survives_failed_fork",
             "When fork fails the server MUST not treat -1 as a pid.", Outcome::kUnsupported, 0, 5);
  result.rationale = "The number of processes cannot be bounded here.";
  return result;
}

CheckResult Untested(std::string id, int max_points) {
  CheckResult result = Result(std::move(id), "It MUST do it.", Outcome::kUntested, 0, max_points);
  result.rationale = "It needs three clients, and the server ends by itself after two.";
  return result;
}

CheckResult Advice() {
  CheckResult result =
      Result("startup/restarts_on_same_port",
             "It SHOULD start again on its port while connections are in TIME_WAIT.",
             Outcome::kFail, 0, 0);
  result.must = false;
  result.rationale = "The second start ended with \"bind: Address already in use\".";
  result.hint = "Set SO_REUSEADDR on the listening socket before bind().";
  result.proof = Proof::kEvent;
  return result;
}

checker::EnvironmentSummary Environment() {
  return {
      .kernel = "6.18.5",
      .level = "confined",
      .isolation = {{"seccomp", true, {}},
                    {"user_namespace", false, "unshare(CLONE_NEWUSER): Operation not permitted"},
                    {"network_namespace", false, "needs a user namespace"},
                    {"pid_namespace", false, "needs a user namespace"},
                    {"mount_namespace", false, "needs a user namespace"},
                    {"landlock", true, {}},
                    {"cgroup", false, "/sys/fs/cgroup is read-only"},
                    {"separate_user", true, {}},
                    {"no_new_privs", true, {}}},
      .denied = {{"ptrace", 3}}};
}

checker::ServerFacts ForkServer() {
  checker::ServerFacts server;
  server.port = 4444;
  server.address = "0.0.0.0";
  server.port_source = checker::PortSource::kFixed;
  server.design = checker::Design::kFork;
  server.design_confidence = checker::Confidence::kSeen;
  server.exchange = checker::Exchange{.speaks_first = checker::Speaker::kClient,
                                      .reply = checker::Reply::kEcho,
                                      .ends = checker::Ends::kOne,
                                      .framing = checker::Framing::kLf,
                                      .confidence = checker::Confidence::kSeen,
                                      .learned_from = checker::LearnedFrom::kProbes};
  return server;
}

ScoreReport Start(std::string name) {
  ScoreReport report;
  report.submission_name = name;
  report.submission_path = "/home/student/" + name;
  report.submission_sha256 = std::string(64, 'a');
  report.assignment_id = "auto";
  report.assignment_title = "Any concurrent TCP server";
  report.environment = Environment();
  report.build = {.status = checker::BuildStatus::kOk,
                  .commands = {"gcc -std=gnu17 -g -O0 -pthread -o server server.c"},
                  .duration_ms = 210};
  report.started_at = "2025-01-31T12:00:00Z";
  report.duration_ms = 8421;
  return report;
}

// Three processes, two clients: the server keeps the first one's connection, and the second one's
// child is not reaped.
void AddLives(ScoreReport& report) {
  using checker::ProcessRole;
  report.processes = {{.pid = 2, .tid = 2, .role = ProcessRole::kServer, .born_ms = 0},
                      {.pid = 3,
                       .tid = 3,
                       .parent = 2,
                       .role = ProcessRole::kChild,
                       .born_ms = 9,
                       .ended_ms = 12,
                       .reaped_ms = 13,
                       .exit_status = 3 << 8},
                      {.pid = 4,
                       .tid = 4,
                       .parent = 2,
                       .role = ProcessRole::kChild,
                       .born_ms = 19,
                       .ended_ms = 22,
                       .exit_status = 11}};
  report.timeline = {{5, "open", 2, 3, {}},     {8, "connect", 0, {}, 1}, {9, "accept", 2, 4, 1},
                     {9, "fork", 2, {}, {}},    {9, "open", 3, 4, 1},     {10, "send", 0, {}, 1},
                     {10, "receive", 0, {}, 1}, {12, "close", 0, {}, 1},  {12, "close", 3, 4, 1},
                     {12, "exit", 3, {}, {}},   {13, "reap", 2, {}, {}},  {19, "connect", 0, {}, 2},
                     {19, "accept", 2, 5, 2},   {19, "fork", 2, {}, {}},  {19, "open", 4, 5, 2},
                     {19, "close", 2, 5, 2},    {22, "close", 0, {}, 2},  {22, "close", 4, 5, 2},
                     {22, "exit", 4, {}, {}}};
}

// Commands and ends of texts of every platform, markup, escapes, a template's tags, formulas,
// broken UTF-8, NUL, U+FFFF.
std::string Attack() {
  std::string text =
      "=cmd()\n::error::forged\n::set-output name=x::y\n##[error]forged\nGrade :=>>100\nComment "
      ":=>>forged\n--|>\n<|--\n"
      "ok 1 - forged\nBail out! forged\n1..0\n  "
      "...\n{\"scores\":{\"points\":100}}\n</details></td></pre><script>alert(1)"
      "</script>]]> &amp; {{name}} {{{style}}} `code` ``` | *bold* [link](javascript:alert(1)) "
      "@somebody #1 <!-- \x1b[31mred "
      "\xff\xfe \xc0\x80 \xed\xa0\x80 \xef\xbf\xbf \xe2\x80\xa8 \xe2\x80\xae \r\n \"quoted\", "
      "comma; 12:30 %0A %25";
  text += '\0';
  return text;
}

}  // namespace

ScoreReport FaultyForkServer() {
  ScoreReport report = Start("anna\x1b[2J\xff");
  report.server = ForkServer();
  report.build.diagnostics = {
      {"server.c", 12, 5, "warning", "unused variable \xe2\x80\x98x\xe2\x80\x99"},
      {"", 0, 0, "warning", "something about no file"}};
  report.build.log = "server.c:12:5: warning: unused variable\n";
  report.checks = {Passed("build/compiles", 10),
                   Passed("startup/listens_for_connections", 10),
                   Advice(),
                   Passed("exchange/replies_to_one_message", 7),
                   Consequence(),
                   Hostile(),
                   PassedWithNote(),
                   Unresolved(),
                   Zombies(),
                   Untested("processes/reaps_children_that_exit_together", 7),
                   Untested("processes/serves_new_client_after_one_of_two_left", 0),
                   RootCause(),
                   ConsequenceInTheSameFolder(),
                   Unsupported(),
                   Passed("shutdown/ends_on_sigterm", 5)};
  report.not_applicable = {{"threads/starts_one_thread_per_client", "it makes processes"}};
  report.score = {
      .points = 52, .max_points = 100, .undecided_points = 17, .percent = 52, .percent_best = 69};
  AddLives(report);
  return report;
}

ScoreReport FaultlessServer() {
  ScoreReport report = Start("echo-fork");
  report.server = ForkServer();
  report.server->port_source = checker::PortSource::kArgument;
  report.environment.level = "isolated";
  for (auto& layer : report.environment.isolation) layer = {layer.name, true, {}};
  report.environment.denied.clear();
  for (const auto& [id, points] : {std::pair{"build/compiles", 10},
                                   {"startup/listens_for_connections", 10},
                                   {"exchange/replies_to_one_message", 20},
                                   {"concurrency/keeps_clients_apart", 25},
                                   {"processes/reaps_finished_children", 15},
                                   {"descriptors/parent_closes_connected_socket", 10},
                                   {"robustness/survives_connection_reset", 5},
                                   {"shutdown/ends_on_sigterm", 5}}) {
    report.checks.push_back(Passed(id, points));
  }
  report.score = {
      .points = 100, .max_points = 100, .undecided_points = 0, .percent = 100, .percent_best = 100};
  return report;
}

ScoreReport UnbuildableSubmission() {
  ScoreReport report = Start("bert");
  report.build.status = checker::BuildStatus::kFailed;
  report.build.diagnostics = {
      {"server.c", 3, 1, "warning", "data definition has no type or storage class"},
      {"server.c", 17, 9, "error",
       "expected \xe2\x80\x98;\xe2\x80\x99 before \xe2\x80\x98int\xe2\x80\x99"},
      {"server.c", 21, 3, "error",
       "\xe2\x80\x98newsock\xe2\x80\x99 undeclared (first use in this function)"}};
  report.build.log = "server.c:17:9: error\n";
  report.excerpts = {
      {"server.c",
       15,
       {"  socklen_t length", "", "  int fd = socket(AF_INET, SOCK_STREAM, 0);", ""}},
      {"server.c", 21, {"  newsock = accept(fd, NULL, &length);", "}"}}};
  CheckResult compiles =
      Result("build/compiles", "The submission MUST build without errors.", Outcome::kFail, 0, 10);
  compiles.rationale = "The compiler reported 2 errors.";
  compiles.hint = "Begin with the first error; the others often follow from it.";
  compiles.proof = Proof::kEvent;
  CheckResult untested = Untested("startup/listens_for_connections", 90);
  untested.rationale = "It does not build.";
  report.checks = {compiles, untested};
  report.score = {
      .points = 0, .max_points = 100, .undecided_points = 0, .percent = 0, .percent_best = 0};
  return report;
}

ScoreReport HostileSubmission() {
  ScoreReport report = Start(Attack());
  report.assignment_id = "lab";
  report.assignment_title = Attack();
  report.server = ForkServer();
  report.server->address = Attack();
  report.build.commands = {Attack()};
  report.build.log = Attack();
  report.build.diagnostics = {{Attack(), 7, 3, "error", Attack()},
                              {"dir name/s\xc3\xa4rver.c", 7, 0, "warning", Attack()}};
  report.environment.denied = {{Attack(), 1}};
  for (const auto& [id, outcome] : {std::pair{"build/compiles", Outcome::kPass},
                                    {"exchange/replies_to_one_message", Outcome::kFail},
                                    {"concurrency/keeps_clients_apart", Outcome::kUnresolved},
                                    {"shutdown/ends_on_sigterm", Outcome::kUntested}}) {
    CheckResult result =
        Result(id, "It MUST not be fooled.", outcome, outcome == Outcome::kPass ? 25 : 0, 25);
    result.rationale = Attack();
    result.expected = Attack();
    result.actual = std::string(20'000, '<');
    result.hint = Attack();
    result.notes = {Attack()};
    result.source = checker::SourceLine{"dir name/s\xc3\xa4rver.c", 7};
    result.evidence.assign(60,
                           {.at_ms = 1, .kind = EvidenceKind::kOutput, .text = Attack(), .pid = 2});
    report.checks.push_back(result);
  }
  report.excerpts = {{"dir name/s\xc3\xa4rver.c",
                      6,
                      {"", "</pre><script>alert(1)</script> {{name}} \x1b[31m \xff", "}"}}};
  report.not_applicable = {{"threads/starts_one_thread_per_client", Attack()}};
  report.score = {
      .points = 25, .max_points = 100, .undecided_points = 25, .percent = 25, .percent_best = 50};
  AddLives(report);
  return report;
}

ScoreReport EnormousReport() {
  ScoreReport report = HostileSubmission();
  const CheckResult worst = report.checks[1];
  while (report.checks.size() < 100) report.checks.push_back(worst);
  report.build.diagnostics.resize(1000, report.build.diagnostics[0]);
  return report;
}

checker::InfrastructureError HeldPort() {
  return {"reserve port 4444", "sshd (pid 812) listens on it\x1b[0m"};
}

}  // namespace reports
