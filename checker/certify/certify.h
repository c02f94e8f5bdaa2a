// The same program gets the same answers, also on a busy machine: how often each outcome came in
// many gradings.
//
//   const auto counted = Certify(grade, {.repetitions = 50, .load = 2});
//   counted->Changed()                    // ids that did not always get the same answer
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

// What a report says of a check: the name of its outcome, or one of these. An outcome "fail" is one
// that nothing explains.
inline constexpr char kExplainedFailure[] = "fail, explained";
inline constexpr char kDoesNotApply[] = "not applicable";
std::string AnswerOf(const ScoreReport& report, const std::string& id);

struct AnswersSeen {
  std::string id;
  std::map<std::string, int> times;         // by answer
  std::map<std::string, std::string> said;  // by answer: the rationale that came with it first

  bool IsSteady() const { return times.size() == 1; }
};

struct Certification {
  int gradings = 0;
  int load = 0;
  std::vector<AnswersSeen> checks;  // in the catalogue's order

  std::vector<std::string> Changed() const;
};

struct CertifyOptions {
  int repetitions = 50;
  int load = 0;  // busy processes beside every grading but the first
};

// Ends with the first grading that fails.
sandbox::Result<Certification> Certify(const std::function<sandbox::Result<ScoreReport>()>& grade,
                                       const CertifyOptions& options);

}  // namespace checker
