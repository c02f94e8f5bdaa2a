#include "reports/sarif.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/model/catalogue.h"
#include "reports/document.h"
#include "reports/score_in_words.h"
#include "reports/source_places.h"

namespace reports {
namespace {

using checker::ScoreReport;

constexpr std::size_t kMostText = 1000;  // code scanning takes 1024 characters
constexpr const char* kSchemaOfSarif = "https://json.schemastore.org/sarif-2.1.0.json";

struct Finding {
  std::string rule;
  const char* level;
  std::string message;
  std::string file;
  int line;
  int column;
};

bool LiesInTheSubmission(const std::string& file) {
  return !file.empty() && file.front() != '/' && file.find("..") == std::string::npos;
}

std::vector<Finding> FindingsOf(const ScoreReport& report, const Style& style) {
  std::vector<Finding> findings;
  for (const checker::Diagnostic& diagnostic : report.build.diagnostics) {
    const bool error = IsError(diagnostic);
    const bool counts = error || diagnostic.severity == "warning";
    if (!counts || diagnostic.line <= 0 || !LiesInTheSubmission(diagnostic.file)) continue;
    findings.push_back({error ? "compiler/error" : "compiler/warning", error ? "error" : "warning",
                        diagnostic.message, InRepository(report, style, diagnostic.file),
                        diagnostic.line, std::max(diagnostic.column, 1)});
  }
  for (const checker::CheckResult& check : report.checks) {
    if (check.outcome != checker::Outcome::kFail || !check.source || check.source->line <= 0)
      continue;
    if (!LiesInTheSubmission(check.source->file)) continue;
    findings.push_back({check.id, check.must ? "error" : "warning", check.rationale,
                        InRepository(report, style, check.source->file), check.source->line, 1});
  }
  return findings;
}

Json RuleOf(const std::string& id) {
  const checker::Check* check = checker::FindCheck(id);
  const bool described = check != nullptr && !check->requirement.empty();
  const std::string what = described                  ? check->requirement
                           : id == "compiler/error"   ? "What the compiler reports as an error."
                           : id == "compiler/warning" ? "What the compiler warns of."
                                                      : "A requirement of the catalogue.";
  const std::string help =
      check != nullptr && !check->hint.empty() ? check->hint : "Look at this line.";
  return {{"id", id},
          {"shortDescription", {{"text", what}}},
          {"fullDescription", {{"text", what}}},
          {"help", {{"text", help}}},
          {"properties", {{"tags", Json::array({"correctness"})}, {"precision", "high"}}}};
}

// FNV-1a: the same finding has the same mark in the next upload, whatever moved it to another line.
std::string Fingerprint(const Finding& finding) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const std::string& part : {finding.rule, finding.file, finding.message}) {
    for (const char c : part + '\n')
      hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  }
  return fmt::format("{:016x}:1", hash);
}

std::string Uri(const std::string& path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json ResultOf(const Finding& finding, std::size_t rule_index) {
  const Json region = {{"startLine", finding.line},
                       {"startColumn", finding.column},
                       {"endLine", finding.line},
                       {"endColumn", finding.column + 1}};
  const Json place = {
      {"physicalLocation",
       {{"artifactLocation", {{"uri", Uri(finding.file)}, {"uriBaseId", "%SRCROOT%"}}},
        {"region", region}}}};
  const std::string text = Sanitized(finding.message, kMostText);
  return {{"ruleId", finding.rule},
          {"ruleIndex", rule_index},
          {"level", finding.level},
          {"message", {{"text", text.empty() ? "Something is wrong here." : text}}},
          {"locations", Json::array({place})},
          {"partialFingerprints", {{"primaryLocationLineHash", Fingerprint(finding)}}}};
}

Json RunOf(const std::vector<Finding>& findings) {
  std::vector<std::string> ids;
  Json rules = Json::array(), results = Json::array();
  for (const Finding& finding : findings) {
    const auto known = std::find(ids.begin(), ids.end(), finding.rule);
    const auto index = static_cast<std::size_t>(known - ids.begin());
    if (known == ids.end()) {
      ids.push_back(finding.rule);
      rules.push_back(RuleOf(finding.rule));
    }
    results.push_back(ResultOf(finding, index));
  }
  const Json driver = {
      {"name", "checker"}, {"semanticVersion", CHECKER_VERSION}, {"rules", std::move(rules)}};
  const Json root = {
      {"description",
       {{"text", "The submission's folder; where GITHUB_WORKSPACE is set, the repository."}}}};
  return {{"tool", {{"driver", driver}}},
          {"columnKind", "utf16CodeUnits"},
          {"originalUriBaseIds", {{"%SRCROOT%", root}}},
          {"results", std::move(results)}};
}

void WriteLog(Json run, std::ostream& out) {
  WriteDocument(
      {{"$schema", kSchemaOfSarif}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}},
      out);
}

}  // namespace

void WriteSarif(const ScoreReport& report, const Style& style, std::ostream& out) {
  WriteLog(RunOf(FindingsOf(Sanitized(report), style)), out);
}

void WriteSarifError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  Json run = RunOf({});
  const Json notification = {{"level", "error"},
                             {"message", {{"text", error.operation + ": " + error.reason}}}};
  const Json invocation = {{"executionSuccessful", false},
                           {"toolExecutionNotifications", Json::array({notification})}};
  run["invocations"] = Json::array({invocation});
  WriteLog(std::move(run), out);
}

}  // namespace reports
