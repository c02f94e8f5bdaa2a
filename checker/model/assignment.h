// What the instructor asks for. `auto` asks for nothing in particular: the checker finds out what
// the server is and holds it to everything that applies.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/feedback.h"
#include "checker/model/server_facts.h"
#include "checker/model/submission.h"

namespace checker {

struct CheckWeight {
  enum class Mode { kOff, kAdvice, kPoints };
  Mode mode = Mode::kAdvice;
  int points = 0;
};

struct Assignment {
  std::string id = "auto";
  std::string title = "Any concurrent TCP server";
  std::string sha256;
  bool is_auto = true;

  Role role = Role::kServer;  // what is handed in
  // the program's, relative to the submission; empty: find out
  std::vector<std::string> sources;
  std::optional<Language> language;  // the only one that counts
  std::vector<std::string> flags;    // added to the compiler's
  std::string make_target;
  std::string binary;
  std::vector<std::string> build;  // a command instead of the default build

  // starts the program, in front of its arguments; empty: the program itself
  std::vector<std::string> command;
  std::optional<LaunchForm> launch;  // none: find out
  // what the server has to listen on; none: a port of the checker's choice
  std::optional<int> port;
  std::string host;      // what {host} stands for, where it was said
  bool terminal = true;  // its standard input is a terminal, else a pipe
  std::map<std::string, std::string> environment;
  std::vector<std::string> files;  // absolute paths: put beside the program
  std::optional<int> start_deadline_ms;

  std::optional<Exchange> exchange;  // none: learn
  std::optional<SharedState> shared_state;
  std::optional<Design> design;  // none: any
  int clients_held = 64;
  // so many clients it serves, at least 2, and then ends; none: learn
  std::optional<int> ends_after_clients;
  // by id or prefix, the longest wins; only where !is_auto
  std::map<std::string, CheckWeight> checks;
  FeedbackLevels feedback;

  std::optional<int> memory_mb;  // of one launch
  std::optional<int> processes;
  // absolute path of a submission that gets full marks; "" = none
  std::string reference;
};

// What the assignment gives a check: the entry with the longest prefix of its id ("*" is the
// shortest), else advice.
CheckWeight WeightOf(const Assignment& assignment, std::string_view id);

}  // namespace checker
