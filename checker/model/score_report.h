// The finished result of grading one submission. Every report is a function of it; its JSON form is
// reports/schema/score-report.v1.schema.json. Times in milliseconds, points whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/model/build_summary.h"
#include "checker/model/evidence.h"
#include "checker/model/feedback.h"
#include "checker/model/server_facts.h"
#include "checker/model/verdict.h"

namespace checker {

struct LayerState {
  std::string name;  // "seccomp", "user_namespace", ...
  bool on = false;
  std::optional<std::string> reason;
};

struct EnvironmentSummary {
  std::string kernel;
  std::string level;  // "isolated", "confined", "guarded", "unconfined"
  std::vector<LayerState> isolation;
  std::string observation = "state";                // or "syscalls"
  std::vector<std::pair<std::string, int>> denied;  // call, count
};

struct CheckResult {
  std::string id;
  std::string title;
  std::string requirement;
  bool must = true;
  Outcome outcome = Outcome::kUnresolved;
  int points = 0;
  int max_points = 0;
  std::string rationale;
  std::string expected;
  std::string actual;
  std::string hint;
  std::optional<std::string> explained_by;
  std::optional<Proof> proof;
  int duration_ms = 0;
  std::optional<SourceLine> source;
  std::vector<std::string> notes;
  std::vector<EvidenceLine> evidence;
};

// Lines of the submission's sources around one that is in question.
struct SourceExcerpt {
  std::string file;
  int first_line = 1;
  std::vector<std::string> lines;
};

struct NotApplicable {
  std::string id;
  std::string reason;
};

enum class ProcessRole { kServer, kChild, kThread, kWorker };

struct ProcessLife {
  int pid = 0;
  int tid = 0;
  int parent = 0;
  ProcessRole role = ProcessRole::kServer;
  int born_ms = 0;
  std::optional<int> ended_ms;
  std::optional<int> reaped_ms;
  std::optional<int> exit_status;  // as wait(2) gives it
};

struct TimelineEvent {
  int at_ms = 0;
  std::string kind;  // connect accept fork clone open close send receive exit reap signal
  int pid = 0;
  std::optional<int> fd;
  std::optional<int> client;
};

struct Score {
  int points = 0;
  int max_points = 0;
  int undecided_points = 0;
  std::optional<int> percent;       // none where max_points is 0
  std::optional<int> percent_best;  // the undecided counted as passed
};

struct ScoreReport {
  std::string submission_name;
  std::string submission_path;
  std::string submission_sha256;
  std::string assignment_id;
  std::string assignment_title;
  std::string assignment_sha256;
  FeedbackLevels feedback;  // what the assignment shows to students
  EnvironmentSummary environment;
  BuildSummary build;
  std::optional<ServerFacts> server;  // none where no server was ever seen
  Score score;
  std::vector<CheckResult> checks;  // in the catalogue's order
  std::vector<NotApplicable> not_applicable;
  std::vector<ProcessLife> processes;
  std::vector<TimelineEvent> timeline;
  std::vector<SourceExcerpt> excerpts;
  std::string started_at;  // RFC 3339, UTC, "Z"
  int duration_ms = 0;
};

// The document that stands in for a report when the checker itself failed (exit 70).
struct InfrastructureError {
  std::string operation;
  std::string reason;
};

const char* Name(Outcome outcome);
const char* Name(Proof proof);
const char* Name(EvidenceKind kind);
const char* Name(BuildStatus status);
const char* Name(ProcessRole role);

}  // namespace checker
