// What the instructor asks for. `auto` asks for nothing in particular: the checker finds out what the server is and holds it
// to everything that applies.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/model/server_facts.h"

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

  std::vector<std::string> flags;        // added to the compiler's
  std::string make_target;
  std::string binary;
  std::vector<std::string> build;        // a command instead of the default build

  std::optional<LaunchForm> launch;      // none: find out
  std::optional<int> port;
  std::optional<Exchange> exchange;      // none: learn
  std::optional<Design> design;          // none: any
  int clients_held = 64;
  std::optional<int> ends_after_clients;
  std::map<std::string, CheckWeight> checks;  // by id or prefix, the longest wins; only where !is_auto
};

}  // namespace checker
