#include "reports/json.h"

#include <sys/wait.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace reports {
namespace {

using checker::CheckResult;
using checker::ScoreReport;
using Json = nlohmann::ordered_json;  // members stand as they are written here

constexpr const char* kSchema = "score-report/v1";
constexpr const char* kLayers[] = {"seccomp",       "user_namespace",  "network_namespace",
                                   "pid_namespace", "mount_namespace", "landlock",
                                   "cgroup",        "separate_user",   "no_new_privs"};

// What is unknown is null, never "" or 0.
Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json PositiveOrNull(int number) { return number > 0 ? Json(number) : Json(); }

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value.has_value() ? Json(*value) : Json();
}

// The name of an enumerator whose kUnknown stands for null.
template <typename Enum>
Json NameOrNull(Enum value) {
  return value == Enum::kUnknown ? Json() : Json(checker::Name(value));
}

template <typename T, typename ToJson>
Json Array(const std::vector<T>& values, ToJson to_json) {
  Json array = Json::array();
  for (const T& value : values) array.push_back(to_json(value));
  return array;
}

const char* Word(checker::Confidence confidence) {
  return confidence == checker::Confidence::kSeen ? "seen" : "guessed";
}

Json Isolation(const checker::EnvironmentSummary& environment) {
  Json layers = Json::object();
  for (const char* name : kLayers) {
    const auto& known = environment.isolation;
    const auto layer = std::find_if(known.begin(), known.end(),
                                    [&](const auto& state) { return state.name == name; });
    const checker::LayerState state = layer == known.end() ? checker::LayerState() : *layer;
    layers[name] = {{"on", state.on}, {"reason", OrNull(state.reason)}};
  }
  return layers;
}

Json Environment(const checker::EnvironmentSummary& environment) {
  Json denied = Array(environment.denied, [](const auto& entry) {
    return Json{{"call", entry.first}, {"count", entry.second}};
  });
  return {{"kernel", OrNull(environment.kernel)},
          {"level", OrNull(environment.level)},
          {"isolation", Isolation(environment)},
          {"observation", environment.observation},
          {"denied", std::move(denied)}};
}

Json Build(const checker::BuildSummary& build) {
  Json diagnostics = Array(build.diagnostics, [](const checker::Diagnostic& diagnostic) {
    return Json{{"file", OrNull(diagnostic.file)},
                {"line", PositiveOrNull(diagnostic.line)},
                {"column", PositiveOrNull(diagnostic.column)},
                {"severity", diagnostic.severity},
                {"message", diagnostic.message}};
  });
  return {{"status", checker::Name(build.status)},
          {"commands", Json(build.commands)},
          {"diagnostics", std::move(diagnostics)},
          {"log", OrNull(build.log)},
          {"duration_ms", build.duration_ms}};
}

Json Exchange(const checker::Exchange& exchange) {
  // A server that takes what it gets and answers nothing has no reply: null as well.
  const bool replies = exchange.HasReply();
  return {{"speaks_first", NameOrNull(exchange.speaks_first)},
          {"reply", replies ? Json(checker::Name(exchange.reply)) : Json()},
          {"ends", NameOrNull(exchange.ends)},
          {"framing", NameOrNull(exchange.framing)},
          {"confidence", Word(exchange.confidence)},
          {"learned_from", NameOrNull(exchange.learned_from)}};
}

Json Server(const checker::ServerFacts& server) {
  Json json = {{"design", checker::Name(server.design)},
               {"design_confidence", Word(server.design_confidence)},
               {"port", PositiveOrNull(server.port)},
               {"address", OrNull(server.address)},
               {"port_source", NameOrNull(server.port_source)},
               {"exchange", server.exchange ? Exchange(*server.exchange) : Json()}};
  // How it was tried to start is of interest where nothing worked.
  if (server.port == 0 && !server.launch_tries.empty()) json["launch_tries"] = server.launch_tries;
  return json;
}

Json Score(const checker::Score& score) {
  return {{"points", score.points},
          {"max_points", score.max_points},
          {"undecided_points", score.undecided_points},
          {"percent", OrNull(score.percent)},
          {"percent_best", OrNull(score.percent_best)}};
}

Json Evidence(const checker::EvidenceLine& line) {
  Json json = {{"at_ms", line.at_ms}, {"kind", checker::Name(line.kind)}, {"text", line.text}};
  if (line.pid) json["pid"] = *line.pid;
  if (line.tid) json["tid"] = *line.tid;
  if (line.fd) json["fd"] = *line.fd;
  if (line.client) json["client"] = *line.client;
  return json;
}

Json Source(const std::optional<checker::SourceLine>& source) {
  if (!source.has_value() || source->file.empty()) return Json();
  return {{"file", source->file}, {"line", source->line}};
}

Json Check(const CheckResult& check) {
  return {{"id", check.id},
          {"title", check.title},
          {"level", check.must ? "must" : "should"},
          {"outcome", checker::Name(check.outcome)},
          {"points", check.points},
          {"max_points", check.max_points},
          {"rationale", OrNull(check.rationale)},
          {"expected", OrNull(check.expected)},
          {"actual", OrNull(check.actual)},
          {"hint", OrNull(check.hint)},
          {"explained_by", OrNull(check.explained_by)},
          {"proof", check.proof ? Json(checker::Name(*check.proof)) : Json()},
          {"duration_ms", check.duration_ms},
          {"source", Source(check.source)},
          {"notes", Json(check.notes)},
          {"evidence", Array(check.evidence, Evidence)}};
}

// wait(2)'s status, in words. A process that ended can only have exited or been killed.
Json Exit(const std::optional<int>& status) {
  if (!status.has_value()) return Json();
  if (WIFSIGNALED(*status)) return {{"signal", WTERMSIG(*status)}};
  return {{"code", WEXITSTATUS(*status)}};
}

Json Process(const checker::ProcessLife& life) {
  return {{"pid", life.pid},
          {"tid", life.tid},
          {"parent", PositiveOrNull(life.parent)},
          {"role", checker::Name(life.role)},
          {"born_ms", life.born_ms},
          {"ended_ms", OrNull(life.ended_ms)},
          {"reaped_ms", OrNull(life.reaped_ms)},
          {"exit", Exit(life.exit_status)}};
}

Json Excerpt(const checker::SourceExcerpt& excerpt) {
  std::string text;
  for (const std::string& line : excerpt.lines) text += line + '\n';
  return {{"file", excerpt.file}, {"first_line", excerpt.first_line}, {"text", text}};
}

Json Event(const checker::TimelineEvent& event) {
  Json json = {{"at_ms", event.at_ms}, {"kind", event.kind}, {"pid", event.pid}};
  if (event.fd) json["fd"] = *event.fd;
  if (event.client) json["client"] = *event.client;
  return json;
}

Json Assignment(const ScoreReport& report) {
  Json json = {{"id", report.assignment_id},
               {"title", report.assignment_title},
               {"sha256", OrNull(report.assignment_sha256)}};
  // Only where it says anything of it.
  for (const auto& [prefix, level] : report.feedback)
    json["feedback"][prefix] = checker::Name(level);
  return json;
}

Json Report(const ScoreReport& report) {
  Json json = {{"schema", kSchema},
               {"checker", {{"name", "checker"}, {"version", CHECKER_VERSION}}},
               {"submission",
                {{"name", report.submission_name},
                 {"path", report.submission_path},
                 {"sha256", OrNull(report.submission_sha256)}}},
               {"assignment", Assignment(report)},
               {"environment", Environment(report.environment)},
               {"build", Build(report.build)},
               {"server", report.server ? Server(*report.server) : Json()},
               {"score", Score(report.score)},
               {"checks", Array(report.checks, Check)},
               {"not_applicable", Array(report.not_applicable,
                                        [](const checker::NotApplicable& entry) {
                                          return Json{{"id", entry.id}, {"reason", entry.reason}};
                                        })},
               {"processes", Array(report.processes, Process)},
               {"timeline", Array(report.timeline, Event)},
               {"started_at", OrNull(report.started_at)},
               {"duration_ms", report.duration_ms}};
  // Only where something is wrong at a line of the sources.
  if (!report.excerpts.empty()) json["excerpts"] = Array(report.excerpts, Excerpt);
  return json;
}

void Dump(const Json& document, std::ostream& out) {
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

void WriteJson(const ScoreReport& report, const Style&, std::ostream& out) {
  Dump(Report(Sanitized(report)), out);
}

void WriteJsonError(const checker::InfrastructureError& error, const Style&, std::ostream& out) {
  const checker::InfrastructureError clean = Sanitized(error);
  Dump({{"schema", kSchema}, {"error", {{"operation", clean.operation}, {"reason", clean.reason}}}},
       out);
}

}  // namespace reports
