#include <fmt/format.h>

#include <cstdint>

#include "reports/report.h"

namespace reports {
namespace {

constexpr std::size_t kShort = 1 << 10;  // names, paths, commands
constexpr std::size_t kText = 4 << 10;   // sentences, evidence
constexpr std::size_t kLog = 64 << 10;
constexpr std::size_t kMarkRoom = 32;  // for the mark of a cut

// One character of the input: how many bytes it takes, and its code point if it is valid UTF-8.
struct Character {
  std::size_t length = 1;
  bool valid = false;
  std::uint32_t code_point = 0;
};

std::uint8_t ByteAt(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// Length and smallest code point of the sequence that a lead byte announces; RFC 3629.
struct Lead {
  std::size_t length;
  std::uint32_t smallest;
  std::uint32_t bits;
};

Lead ReadLead(std::uint8_t byte) {
  if (byte < 0x80) return {1, 0, byte};
  if (byte >= 0xc2 && byte <= 0xdf) return {2, 0x80, byte & 0x1fu};
  if (byte >= 0xe0 && byte <= 0xef) return {3, 0x800, byte & 0x0fu};
  if (byte >= 0xf0 && byte <= 0xf4) return {4, 0x10000, byte & 0x07u};
  return {0, 0, 0};
}

Character ReadCharacter(std::string_view text) {
  const Lead lead = ReadLead(ByteAt(text, 0));
  if (lead.length == 0 || lead.length > text.size()) return {};
  std::uint32_t code_point = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if ((ByteAt(text, i) & 0xc0) != 0x80) return {};
    code_point = code_point << 6 | (ByteAt(text, i) & 0x3fu);
  }
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < lead.smallest || code_point > 0x10ffff || surrogate) return {};
  return {lead.length, true, code_point};
}

bool IsControl(std::uint32_t code_point) {
  if (code_point == '\n' || code_point == '\t') return false;
  return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
}

// Characters that make text read otherwise than it is: direction marks, line separators, the BOM.
bool IsTreacherous(std::uint32_t code_point) {
  const auto within = [&](std::uint32_t first, std::uint32_t last) {
    return code_point >= first && code_point <= last;
  };
  return code_point == 0x61c || within(0x200b, 0x200f) || within(0x2028, 0x202e) ||
         within(0x2066, 0x2069) || code_point == 0xfeff;
}

std::string Harmless(std::string_view bytes, const Character& character) {
  if (!character.valid) return fmt::format("\\x{:02x}", ByteAt(bytes, 0));
  if (character.code_point == '\r') return "\\r";
  if (IsControl(character.code_point)) return fmt::format("\\x{:02x}", character.code_point);
  if (IsTreacherous(character.code_point)) return fmt::format("\\u{:04x}", character.code_point);
  return std::string(bytes.substr(0, character.length));
}

void Clean(std::string& text, std::size_t max_bytes) { text = Sanitized(text, max_bytes); }

void Clean(std::optional<std::string>& text, std::size_t max_bytes) {
  if (text.has_value()) Clean(*text, max_bytes);
}

void Clean(std::vector<std::string>& texts, std::size_t max_bytes) {
  for (std::string& text : texts) Clean(text, max_bytes);
}

void Clean(checker::BuildSummary& build) {
  Clean(build.commands, kText);
  for (checker::Diagnostic& diagnostic : build.diagnostics) {
    Clean(diagnostic.file, kShort);
    Clean(diagnostic.severity, kShort);
    Clean(diagnostic.message, kText);
  }
  Clean(build.log, kLog);
}

void Clean(checker::EnvironmentSummary& environment) {
  Clean(environment.kernel, kShort);
  for (checker::LayerState& layer : environment.isolation) Clean(layer.reason, kText);
  for (auto& [call, count] : environment.denied) Clean(call, kShort);
}

void Clean(checker::Exchange& exchange) {
  Clean(exchange.greeting, kText);
  Clean(exchange.opening, kText);
  Clean(exchange.parts, kText);
  Clean(exchange.fixed_reply, kText);
}

void Clean(checker::ServerFacts& server) {
  Clean(server.address, kShort);
  Clean(server.design_reason, kText);
  Clean(server.launch.arguments, kShort);
  Clean(server.launch.prompted_lines, kShort);
  Clean(server.launch_tries, kShort);
  if (server.exchange.has_value()) Clean(*server.exchange);
}

void Clean(checker::CheckResult& check) {
  Clean(check.rationale, kText);
  Clean(check.expected, kText);
  Clean(check.actual, kText);
  Clean(check.hint, kText);
  if (check.source.has_value()) Clean(check.source->file, kShort);
  Clean(check.notes, kText);
  for (checker::EvidenceLine& line : check.evidence) Clean(line.text, kText);
}

}  // namespace

std::string Sanitized(std::string_view bytes, std::size_t max_bytes) {
  std::string text;
  std::size_t fits = 0;       // bytes of text that leave room for the mark
  std::size_t fits_read = 0;  // bytes of the input that they stand for
  for (std::size_t at = 0; at < bytes.size();) {
    const Character character = ReadCharacter(bytes.substr(at));
    text += Harmless(bytes.substr(at), character);
    at += character.length;
    if (text.size() > max_bytes) {
      text.resize(fits);
      return text + fmt::format(" [... {} more bytes]", bytes.size() - fits_read);
    }
    if (text.size() + kMarkRoom <= max_bytes) {
      fits = text.size();
      fits_read = at;
    }
  }
  return text;
}

checker::ScoreReport Sanitized(checker::ScoreReport report) {
  Clean(report.submission_name, kShort);
  Clean(report.submission_path, kText);
  Clean(report.assignment_id, kShort);
  Clean(report.assignment_title, kShort);
  Clean(report.environment);
  Clean(report.build);
  if (report.server.has_value()) Clean(*report.server);
  for (checker::CheckResult& check : report.checks) Clean(check);
  for (checker::SourceExcerpt& excerpt : report.excerpts) {
    Clean(excerpt.file, kShort);
    Clean(excerpt.lines, kShort);
  }
  for (checker::NotApplicable& entry : report.not_applicable) Clean(entry.reason, kText);
  return report;
}

checker::InfrastructureError Sanitized(checker::InfrastructureError error) {
  Clean(error.operation, kText);
  Clean(error.reason, kText);
  return error;
}

}  // namespace reports
