// One grading by the built checker, as people start it, in a lane, with things beside it that a
// submission must not touch.
//
//   AttackedGrading grading(Lane::kHere);
//   const GradingEnd end = grading.Grade(grading.Prepare("fork-bomb"), std::chrono::seconds(60));
//   grading.Damage()  // empty: all is as it was
#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reference/lane.h"
#include "reference/surroundings.h"

namespace checker::reference {

struct GradingEnd {
  std::optional<int> exit_code;  // none: it was killed, or did not end in time
  std::string standard_output;
  std::string standard_error;
  std::string report_text;
  nlohmann::json report;  // discarded where it is no JSON
  std::chrono::milliseconds took{0};
};

class AttackedGrading {
 public:
  explicit AttackedGrading(Lane lane);
  AttackedGrading(const AttackedGrading&) = delete;
  ~AttackedGrading();

  // A copy of a case, ready to be graded.
  std::filesystem::path Prepare(const std::string& name);
  // A copy of a program's folder as it is, without its expect.json.
  std::filesystem::path CopyOf(const std::filesystem::path& program);
  // A copy of reference/correct/fork.
  std::filesystem::path Honest();

  GradingEnd Grade(const std::filesystem::path& submission, std::chrono::seconds at_most);

  // The same in two steps.
  using Clock = std::chrono::steady_clock;
  struct Started {
    pid_t pid = 0;
    Clock::time_point at;
  };
  Started Start(const std::filesystem::path& submission) const;
  GradingEnd Await(Started started, std::chrono::seconds at_most) const;

  // What a grading has changed or left behind, in lines.
  std::vector<std::string> Damage() const;
  // Whether the words hold something that a submission must not learn.
  bool GivesAway(const std::string& words) const;

 private:
  void MakePlaces();
  void OpenSockets();
  void WriteTarget(const std::filesystem::path& submission) const;
  Started Begin(const std::vector<std::string>& words) const;
  [[noreturn]] void BecomeChecker(const std::vector<std::string>& words) const;
  void Own(const std::filesystem::path& path) const;

  Lane lane_;
  OwnControlGroups groups_;
  std::filesystem::path folder_;
  std::filesystem::path program_;
  std::string token_;
  std::string secret_;
  int unix_socket_ = -1;
  int abstract_socket_ = -1;
  int stranger_ = -1;
  int copies_ = 0;
  nlohmann::json layers_;
};

}  // namespace checker::reference
