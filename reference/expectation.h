// What the report on a reference program must say: its expect.json. README.md describes the file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/certify/certify.h"
#include "checker/model/score_report.h"

namespace checker::reference {

// The right answers to one check, as AnswerOf (checker/certify/certify.h) says them.
using Answers = std::set<std::string>;
inline constexpr const char* kExplained = kExplainedFailure;
inline constexpr const char* kNotApplicable = kDoesNotApply;

// How many characters of `id` the name covers: all where it is that id, its own where it is the
// folder ("processes/"), 1 where it is "*" and the id is outside of build/. 0: it does not name the
// id.
std::size_t Covers(const std::string& name, const std::string& id);

class Expectation {
 public:
  // Throws std::runtime_error where the file cannot be understood.
  static Expectation Read(const std::filesystem::path& program);

  // What the program is graded against: "auto", or the assignment that it was written for.
  const std::string& assignment() const { return assignment_; }
  Answers AnswersTo(const std::string& id) const;
  // Nothing is expected to cost points.
  bool ExpectsFullMarks() const;
  // Each a line: what is said wrongly of the server, what was expected.
  std::vector<std::string> WrongFacts(const std::optional<ServerFacts>& server) const;

 private:
  // nullopt: the report must not know it.
  using Words = std::set<std::optional<std::string>>;

  std::string assignment_ = "auto";
  std::map<std::string, Words> facts_;  // "design", "exchange.reply"
  std::map<std::string, Answers> outcomes_;
  std::optional<std::vector<std::string>> not_applicable_;  // none: not judged
};

}  // namespace checker::reference
