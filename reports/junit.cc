#include "reports/junit.h"

#include <fmt/format.h>

#include <ostream>

#include "reports/rows.h"

namespace reports {
namespace {

using checker::Outcome;

// Sanitized text has no character that XML forbids but these two.
std::string XmlText(std::string text, bool attribute) {
  for (const char* forbidden : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (auto at = text.find(forbidden); at != std::string::npos; at = text.find(forbidden))
      text.replace(at, 3, "?");
  }
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (attribute && (c == '"' || c == '\n' || c == '\t')) {
      escaped += c == '"' ? "&quot;" : c == '\n' ? "&#10;" : "&#9;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string Attribute(const char* name, const std::string& value) {
  return fmt::format(" {}=\"{}\"", name, XmlText(value, true));
}

std::string Seconds(int milliseconds) {
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0, duration_ms = 0, points = 0, max_points = 0;

  void Add(const Row& row) {
    ++tests;
    const bool fail = !row.passed() && row.outcome == Outcome::kFail;
    failures += fail;
    errors += !row.passed() && row.undecided();
    skipped += !row.passed() && row.outcome == Outcome::kUntested;
    duration_ms += row.duration_ms;
    points += row.points;
    max_points += row.max_points;
  }

  std::string Attributes() const {
    return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests, failures, errors);
  }
};

Counts CountsOf(const std::vector<Row>& rows) {
  Counts counts;
  for (const Row& row : rows) counts.Add(row);
  return counts;
}

// "2025-01-31T12:00:00Z" -> what old schemas want, without a zone.
std::string Timestamp(const std::string& started_at) {
  return started_at.size() == 20 ? started_at.substr(0, 19) : "1970-01-01T00:00:00";
}

void Write(const Row& row, std::ostream& out) {
  out << "    <testcase" << Attribute("classname", row.folder) << Attribute("name", row.id)
      << Attribute("time", Seconds(row.duration_ms));
  if (row.passed()) {
    out << "/>\n";
    return;
  }
  out << ">\n      ";
  if (row.outcome == Outcome::kUntested) {
    out << "<skipped" << Attribute("message", row.message) << "/>\n";
  } else {
    const char* element = row.undecided() ? "error" : "failure";
    const char* type = row.undecided() ? "Undecided" : "AssertionFailed";
    out << "<" << element << Attribute("message", row.message) << Attribute("type", type) << ">"
        << XmlText(row.details, false) << "</" << element << ">\n";
  }
  out << "    </testcase>\n";
}

void WriteSuite(const std::string& name, const std::vector<Row>& rows, const std::string& timestamp,
                std::ostream& out) {
  const Counts counts = CountsOf(rows);
  out << "  <testsuite" << Attribute("name", name) << counts.Attributes()
      << Attribute("skipped", std::to_string(counts.skipped))
      << Attribute("time", Seconds(counts.duration_ms)) << Attribute("timestamp", timestamp)
      << Attribute("hostname", "checker") << ">\n"
      << fmt::format(
             "    <properties><property name=\"score\" value=\"{}\"/><property name=\"max_score\" "
             "value=\"{}\"/></properties>\n",
             counts.points, counts.max_points);
  for (const Row& row : rows) Write(row, out);
  out << "  </testsuite>\n";
}

void WriteSuites(const std::vector<Row>& rows, const std::string& timestamp, std::ostream& out) {
  const Counts counts = CountsOf(rows);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"checker\""
      << counts.Attributes() << Attribute("time", Seconds(counts.duration_ms)) << ">\n";
  for (std::size_t i = 0; i < rows.size();) {
    std::vector<Row> suite;
    const std::string folder = rows[i].folder;
    for (; i < rows.size() && rows[i].folder == folder; ++i) suite.push_back(rows[i]);
    WriteSuite(folder, suite, timestamp, out);
  }
  out << "</testsuites>\n";
}

}  // namespace

void WriteJunit(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  std::vector<Row> rows = RowsOf(report);
  if (rows.empty()) {
    // A file without any suite breaks its readers.
    rows.push_back({.id = "checker/no_checks", .folder = "checker", .message = "no check was run"});
    rows.back().outcome = Outcome::kUntested;
  }
  WriteSuites(rows, Timestamp(report.started_at), out);
}

void WriteJunitError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  const std::string text = error.operation + ": " + error.reason;
  WriteSuites(
      {{.id = "the checker itself failed", .folder = "checker", .message = text, .details = text}},
      Timestamp(""), out);
}

}  // namespace reports
