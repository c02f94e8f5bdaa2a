#include "reports/score_in_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/finding.h"

namespace reports {
namespace {

// "user/pid namespace, cgroup": one line has to hold it.
std::string MissingLayers(const checker::EnvironmentSummary& environment) {
  constexpr std::string_view kNamespace = "_namespace";
  std::vector<std::string> namespaces, others;
  for (const checker::LayerState& layer : environment.isolation) {
    if (layer.on) continue;
    if (layer.name.ends_with(kNamespace)) {
      namespaces.push_back(layer.name.substr(0, layer.name.size() - kNamespace.size()));
    } else {
      others.push_back(layer.name);
    }
  }
  if (!namespaces.empty()) {
    others.insert(others.begin(), fmt::format("{} namespace", fmt::join(namespaces, "/")));
  }
  return fmt::format("{}", fmt::join(others, ", "));
}

}  // namespace

std::string ScoreInWords(const checker::Score& score) {
  if (!score.percent.has_value()) return "no points at stake";
  std::string words =
      fmt::format("{} of {} points, {} %", score.points, score.max_points, *score.percent);
  if (score.undecided_points > 0 && score.percent_best.has_value()) {
    words +=
        fmt::format(" (undecided: {}, at best {} %)", score.undecided_points, *score.percent_best);
  }
  return words;
}

const char* StatusWord(const checker::Score& score) {
  if (score.points == score.max_points) return "pass";
  return score.points + score.undecided_points == score.max_points ? "undecided" : "fail";
}

std::string TallyInWords(const checker::ScoreReport& report, const std::vector<Repair>& repairs) {
  int passed = 0, failed = 0, undecided = 0, mistakes = 0;
  for (const checker::CheckResult& check : report.checks) {
    passed += check.outcome == checker::Outcome::kPass;
    failed += check.outcome == checker::Outcome::kFail && !IsAdvice(check);
    undecided += IsUndecided(check);
  }
  for (const Repair& repair : repairs) mistakes += !IsAdvice(*repair.check);
  std::string text = fmt::format("{} of {} passed", passed,
                                 Plural(static_cast<int>(report.checks.size()), "check"));
  if (failed > 0) text += fmt::format(", {} failed", failed);
  if (mistakes < failed) text += fmt::format(" because of {}", Plural(mistakes, "mistake"));
  if (undecided > 0) text += fmt::format(", {} undecided", undecided);
  return text;
}

std::string ProofInWords(checker::Proof proof) {
  switch (proof) {
    case checker::Proof::kState: return "what the kernel said of the server (state)";
    case checker::Proof::kEvent: return "something that was seen to happen (event)";
    case checker::Proof::kTimed: return "something that took too long (timed)";
    case checker::Proof::kStatistical: return "many tries (statistical)";
  }
  return "";
}

std::string IsolationInWords(const checker::EnvironmentSummary& environment) {
  const std::string missing = MissingLayers(environment);
  return "ran " + environment.level +
         (missing.empty() ? "" : "; missing: " + missing + " (checker doctor)");
}

std::string PlaceOf(const checker::Diagnostic& diagnostic) {
  std::string place = diagnostic.file;
  if (diagnostic.line > 0) place += fmt::format(":{}", diagnostic.line);
  if (diagnostic.column > 0) place += fmt::format(":{}", diagnostic.column);
  return place.empty() ? diagnostic.severity : place + ": " + diagnostic.severity;
}

bool IsError(const checker::Diagnostic& diagnostic) {
  return diagnostic.severity.find("error") != std::string::npos;
}

std::string FolderOf(const checker::CheckResult& check) {
  return check.id.substr(0, check.id.find('/'));
}

namespace {

bool IsOnClient(const checker::ScoreReport& report) {
  return std::any_of(report.checks.begin(), report.checks.end(),
                     [](const auto& check) { return check.id.starts_with("client/"); });
}

}  // namespace

std::string NoServerInWords(const checker::ScoreReport& report) {
  if (report.server.has_value() && report.server->port > 0) return "";
  if (report.build.status == checker::BuildStatus::kFailed) return "";  // which says enough
  if (IsOnClient(report)) return "client: run against a server of the checker's own";
  if (!report.server.has_value() || report.server->launch_tries.empty())
    return "No server was seen to listen.";
  return fmt::format("No server was seen to listen. Tried: {}",
                     fmt::join(report.server->launch_tries, "; "));
}

}  // namespace reports
