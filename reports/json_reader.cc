#include "reports/json_reader.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "checker/model/catalogue.h"
#include "reports/rows.h"

namespace reports {
namespace {

using checker::Design;
using checker::Ends;
using checker::EvidenceKind;
using checker::Framing;
using checker::LearnedFrom;
using checker::Outcome;
using checker::PortSource;
using checker::Proof;
using checker::Reply;
using checker::ScoreReport;
using checker::Speaker;
using Json = nlohmann::json;

// What does not fit is thrown, as the JSON library does, and becomes a NoReport in one place.
struct Misfit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string Text(const Json& value) { return value.is_null() ? "" : value.get<std::string>(); }
int NumberOrZero(const Json& value) { return value.is_null() ? 0 : value.get<int>(); }

template <typename T>
std::optional<T> Optional(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->get<T>();
}

std::vector<std::string> Texts(const Json& array) { return array.get<std::vector<std::string>>(); }

template <typename Enum>
Enum Named(const Json& value, std::initializer_list<Enum> known) {
  const std::string name = value.get<std::string>();
  for (const Enum candidate : known) {
    if (name == checker::Name(candidate)) return candidate;
  }
  throw Misfit("there is no \"" + name + "\"");
}

template <typename Enum>
Enum NamedOr(const Json& value, Enum unknown, std::initializer_list<Enum> known) {
  return value.is_null() ? unknown : Named(value, known);
}

checker::Confidence ReadConfidence(const Json& value) {
  return value == "seen" ? checker::Confidence::kSeen : checker::Confidence::kGuessed;
}

checker::EnvironmentSummary ReadEnvironment(const Json& json) {
  checker::EnvironmentSummary environment;
  environment.kernel = Text(json.at("kernel"));
  environment.level = Text(json.at("level"));
  environment.observation = json.at("observation").get<std::string>();
  for (const char* name :
       {"seccomp", "user_namespace", "network_namespace", "pid_namespace", "mount_namespace",
        "landlock", "cgroup", "separate_user", "no_new_privs"}) {
    const Json& layer = json.at("isolation").at(name);
    environment.isolation.push_back(
        {name, layer.at("on").get<bool>(), Optional<std::string>(layer, "reason")});
  }
  for (const Json& denied : json.at("denied")) {
    environment.denied.emplace_back(denied.at("call").get<std::string>(),
                                    denied.at("count").get<int>());
  }
  return environment;
}

checker::BuildSummary ReadBuild(const Json& json) {
  using checker::BuildStatus;
  checker::BuildSummary build;
  build.status =
      Named(json.at("status"), {BuildStatus::kOk, BuildStatus::kFailed, BuildStatus::kSkipped});
  build.commands = Texts(json.at("commands"));
  for (const Json& diagnostic : json.at("diagnostics")) {
    build.diagnostics.push_back({Text(diagnostic.at("file")), NumberOrZero(diagnostic.at("line")),
                                 NumberOrZero(diagnostic.at("column")),
                                 diagnostic.at("severity").get<std::string>(),
                                 diagnostic.at("message").get<std::string>()});
  }
  build.log = Text(json.at("log"));
  build.duration_ms = json.at("duration_ms").get<int>();
  return build;
}

checker::Exchange ReadExchange(const Json& json) {
  checker::Exchange exchange;
  exchange.speaks_first =
      NamedOr(json.at("speaks_first"), Speaker::kUnknown, {Speaker::kClient, Speaker::kServer});
  exchange.reply = NamedOr(
      json.at("reply"), Reply::kNone,
      {Reply::kEcho, Reply::kUpper, Reply::kFixed, Reply::kOperator, Reply::kHttp, Reply::kOther});
  exchange.ends =
      NamedOr(json.at("ends"), Ends::kUnknown, {Ends::kOne, Ends::kEof, Ends::kKeyword});
  exchange.framing = NamedOr(json.at("framing"), Framing::kUnknown,
                             {Framing::kRead, Framing::kLf, Framing::kCrLf, Framing::kNul,
                              Framing::kFixed, Framing::kLength, Framing::kEof});
  exchange.confidence = ReadConfidence(json.at("confidence"));
  if (json.contains("learned_from")) {  // a report of an earlier release does not say it
    exchange.learned_from = NamedOr(json.at("learned_from"), LearnedFrom::kUnknown,
                                    {LearnedFrom::kProbes, LearnedFrom::kOwnClient});
  }
  // Where clients send nothing, there is no framing.
  const bool only_server_speaks = exchange.speaks_first == Speaker::kServer &&
                                  exchange.framing == Framing::kUnknown &&
                                  exchange.reply != Reply::kOperator;
  exchange.greets_and_closes = only_server_speaks && exchange.ends != Ends::kEof;
  exchange.streams = only_server_speaks && exchange.ends == Ends::kEof;
  return exchange;
}

checker::ServerFacts ReadServer(const Json& json) {
  checker::ServerFacts server;
  server.design =
      Named(json.at("design"), {Design::kUnknown, Design::kFork, Design::kPrefork, Design::kThreads,
                                Design::kThreadPool, Design::kEventLoop, Design::kIterative});
  server.design_confidence = ReadConfidence(json.at("design_confidence"));
  server.port = NumberOrZero(json.at("port"));
  server.address = Text(json.at("address"));
  server.port_source = NamedOr(
      json.at("port_source"), PortSource::kUnknown,
      {PortSource::kArgument, PortSource::kFixed, PortSource::kPrompt, PortSource::kEphemeral,
       PortSource::kAssignment, PortSource::kByteOrder, PortSource::kRandomAfterFailedBind});
  if (!json.at("exchange").is_null()) server.exchange = ReadExchange(json.at("exchange"));
  if (json.contains("launch_tries")) server.launch_tries = Texts(json.at("launch_tries"));
  return server;
}

checker::EvidenceLine ReadEvidence(const Json& json) {
  checker::EvidenceLine line;
  line.at_ms = json.at("at_ms").get<int>();
  line.kind =
      Named(json.at("kind"), {EvidenceKind::kProcess, EvidenceKind::kDescriptor,
                              EvidenceKind::kSocket, EvidenceKind::kCall, EvidenceKind::kClient,
                              EvidenceKind::kSignal, EvidenceKind::kOutput});
  line.text = json.at("text").get<std::string>();
  line.pid = Optional<int>(json, "pid");
  line.tid = Optional<int>(json, "tid");
  line.fd = Optional<int>(json, "fd");
  line.client = Optional<int>(json, "client");
  return line;
}

std::optional<Proof> ReadProof(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Named(json, {Proof::kState, Proof::kEvent, Proof::kTimed, Proof::kStatistical});
}

checker::CheckResult ReadCheck(const Json& json) {
  checker::CheckResult check;
  check.id = json.at("id").get<std::string>();
  check.title = json.at("title").get<std::string>();
  // It stands in the catalogue, not in each report.
  if (const checker::Check* known = checker::FindCheck(check.id))
    check.requirement = known->requirement;
  check.must = json.at("level") == "must";
  check.outcome = Named(json.at("outcome"), {Outcome::kPass, Outcome::kFail, Outcome::kUnresolved,
                                             Outcome::kUntested, Outcome::kUnsupported});
  check.points = json.at("points").get<int>();
  check.max_points = json.at("max_points").get<int>();
  check.rationale = Text(json.at("rationale"));
  check.expected = Text(json.at("expected"));
  check.actual = Text(json.at("actual"));
  check.hint = Text(json.at("hint"));
  check.explained_by = Optional<std::string>(json, "explained_by");
  check.proof = ReadProof(json.at("proof"));
  check.duration_ms = json.at("duration_ms").get<int>();
  if (const Json& source = json.at("source"); !source.is_null()) {
    check.source =
        checker::SourceLine{source.at("file").get<std::string>(), source.at("line").get<int>()};
  }
  check.notes = Texts(json.at("notes"));
  for (const Json& line : json.at("evidence")) check.evidence.push_back(ReadEvidence(line));
  return check;
}

// As wait(2) gives it.
std::optional<int> ReadExit(const Json& json) {
  if (json.is_null()) return std::nullopt;
  if (json.contains("signal")) return json.at("signal").get<int>();
  return json.at("code").get<int>() << 8;
}

checker::ProcessLife ReadProcess(const Json& json) {
  using checker::ProcessRole;
  return {.pid = json.at("pid").get<int>(),
          .tid = json.at("tid").get<int>(),
          .parent = NumberOrZero(json.at("parent")),
          .role = Named(json.at("role"), {ProcessRole::kServer, ProcessRole::kChild,
                                          ProcessRole::kThread, ProcessRole::kWorker}),
          .born_ms = json.at("born_ms").get<int>(),
          .ended_ms = Optional<int>(json, "ended_ms"),
          .reaped_ms = Optional<int>(json, "reaped_ms"),
          .exit_status = ReadExit(json.at("exit"))};
}

checker::TimelineEvent ReadEvent(const Json& json) {
  return {.at_ms = json.at("at_ms").get<int>(),
          .kind = json.at("kind").get<std::string>(),
          .pid = json.at("pid").get<int>(),
          .fd = Optional<int>(json, "fd"),
          .client = Optional<int>(json, "client")};
}

checker::SourceExcerpt ReadExcerpt(const Json& json) {
  return {.file = json.at("file").get<std::string>(),
          .first_line = json.at("first_line").get<int>(),
          .lines = LinesOf(json.at("text").get<std::string>())};
}

checker::Score ReadScore(const Json& json) {
  return {.points = json.at("points").get<int>(),
          .max_points = json.at("max_points").get<int>(),
          .undecided_points = json.at("undecided_points").get<int>(),
          .percent = Optional<int>(json, "percent"),
          .percent_best = Optional<int>(json, "percent_best")};
}

checker::FeedbackLevels ReadFeedback(const Json& json) {
  using checker::Feedback;
  checker::FeedbackLevels levels;
  for (const auto& [prefix, level] : json.items()) {
    levels[prefix] = Named(level, {Feedback::kFull, Feedback::kOutcome, Feedback::kNothing});
  }
  return levels;
}

ScoreReport ReadReport(const Json& json) {
  ScoreReport report;
  const Json& submission = json.at("submission");
  report.submission_name = submission.at("name").get<std::string>();
  report.submission_path = submission.at("path").get<std::string>();
  report.submission_sha256 = Text(submission.at("sha256"));
  const Json& assignment = json.at("assignment");
  report.assignment_id = assignment.at("id").get<std::string>();
  report.assignment_title = assignment.at("title").get<std::string>();
  report.assignment_sha256 = Text(assignment.at("sha256"));
  if (assignment.contains("feedback")) report.feedback = ReadFeedback(assignment.at("feedback"));
  report.environment = ReadEnvironment(json.at("environment"));
  report.build = ReadBuild(json.at("build"));
  if (!json.at("server").is_null()) report.server = ReadServer(json.at("server"));
  report.score = ReadScore(json.at("score"));
  for (const Json& check : json.at("checks")) report.checks.push_back(ReadCheck(check));
  for (const Json& entry : json.at("not_applicable")) {
    report.not_applicable.push_back(
        {entry.at("id").get<std::string>(), entry.at("reason").get<std::string>()});
  }
  for (const Json& process : json.at("processes")) report.processes.push_back(ReadProcess(process));
  for (const Json& event : json.at("timeline")) report.timeline.push_back(ReadEvent(event));
  if (json.contains("excerpts")) {
    for (const Json& excerpt : json.at("excerpts")) report.excerpts.push_back(ReadExcerpt(excerpt));
  }
  report.started_at = Text(json.at("started_at"));
  report.duration_ms = json.at("duration_ms").get<int>();
  return report;
}

}  // namespace

StoredReport ReadJson(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("schema") != "score-report/v1")
      return NoReport{"its schema is not score-report/v1"};
    if (!json.contains("error")) return ReadReport(json);
    const Json& error = json.at("error");
    return checker::InfrastructureError{error.at("operation").get<std::string>(),
                                        error.at("reason").get<std::string>()};
  } catch (const Json::exception& misfit) {
    return NoReport{misfit.what()};
  } catch (const Misfit& misfit) {
    return NoReport{misfit.what()};
  }
}

}  // namespace reports
