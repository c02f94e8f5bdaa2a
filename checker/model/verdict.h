// What a check concludes. The words are those of POSIX 1003.3 and of the score report.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace checker {

enum class Outcome {
  kPass,
  kFail,
  kUnresolved,   // could not be decided
  kUntested,     // a prerequisite did not pass, so it could not be run
  kUnsupported,  // this host lacks what it needs
};

// What a verdict rests on. A state of the kernel and an event are certain; the others say what they
// are.
enum class Proof { kState, kEvent, kTimed, kStatistical };

// A line of the submission; the file is relative to its folder.
struct SourceLine {
  std::string file;
  int line = 0;
};

struct Verdict {
  Outcome outcome = Outcome::kUnresolved;
  std::string rationale;  // one or two sentences that a student understands, with numbers
  std::string expected;   // may be empty
  std::string actual;     // may be empty
  std::optional<Proof> proof;
  std::vector<std::string> notes;    // advice that costs nothing
  std::optional<std::string> hint;   // replaces the check's own hint where more is known
  std::optional<SourceLine> source;  // where somebody else has said it: a compiler, a sanitizer
};

inline Verdict Pass(std::string rationale) {
  return {.outcome = Outcome::kPass, .rationale = std::move(rationale), .proof = Proof::kState};
}
inline Verdict Fail(std::string rationale, Proof proof = Proof::kState) {
  return {.outcome = Outcome::kFail, .rationale = std::move(rationale), .proof = proof};
}
inline Verdict Unresolved(std::string rationale) {
  return {.outcome = Outcome::kUnresolved, .rationale = std::move(rationale)};
}
inline Verdict Untested(std::string rationale) {
  return {.outcome = Outcome::kUntested, .rationale = std::move(rationale)};
}
inline Verdict Unsupported(std::string rationale) {
  return {.outcome = Outcome::kUnsupported, .rationale = std::move(rationale)};
}

}  // namespace checker
