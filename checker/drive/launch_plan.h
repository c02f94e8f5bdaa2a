// What is launched, and how. Shared by all launches of one grading.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/drive/ending_boxes.h"
#include "sandbox/launch/box.h"

namespace checker {

// What waits have cost that ended at the backstop. A server that is never at rest shall not cost an
// hour: once they have lasted too long, those that follow are short, and what they leave undecided
// says so.
struct Patience {
  std::chrono::milliseconds spent{0};
  bool IsAtAnEnd() const { return spent >= std::chrono::seconds(60); }
};

struct LaunchPlan {
  int folder = -1;      // open directory with the built submission; not owned
  std::string program;  // the server, relative to the folder
  sandbox::Isolation isolation;
  std::vector<std::string> words;  // a whole command instead of the program; "{port}" is filled in
  int port = 0;                    // what fills "{port}": the port that the server is asked to use
  std::uint64_t seed = 1;
  sandbox::StandardInput standard_input = sandbox::StandardInput::kTerminal;
  std::map<std::string, std::string> environment;  // added to what the box sets
  sandbox::Limits limits;
  bool disable_address_randomization = false;
  sandbox::PortPast port_past;
  // Besides `port` and the one that is known: what the program may want to bind.
  std::set<int> possible_ports;
  // The line that answers a prompt, given what was printed since the last one; "{port}" in it is
  // filled in. For prompts beyond the lines that are known; null where there shall be no others.
  std::function<std::string(std::string_view asked)> answer_prompt;
  std::optional<std::chrono::milliseconds> start_deadline;  // none: the backstop of every wait
  // ThreadSanitizer's own, which sleep and look around for ever, are no part of the server
  bool has_runtime_threads = false;
  bool patient = false;  // a wait for input that will time out is no rest: see what happens then
  // of the whole grading: copies share it
  std::shared_ptr<Patience> patience = std::make_shared<Patience>();
  std::shared_ptr<EndingBoxes> ending = std::make_shared<EndingBoxes>();  // likewise
  // once not 0, every wait ends undecided at its next look; may be null
  const volatile std::sig_atomic_t* stop = nullptr;

  bool Stopped() const { return stop != nullptr && *stop != 0; }
};

// The text with every "{port}" filled in.
std::string WithPort(std::string text, int port);

}  // namespace checker
