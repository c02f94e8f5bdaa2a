// What is known of a client under test before it is judged: how it is started, and where it
// connects.
#pragma once

#include <string>
#include <vector>

#include "checker/model/server_facts.h"

namespace checker {

struct ClientFacts {
  // In every word and line "{host}", "{port}" and "{message}" are filled in. A message that stands
  // nowhere is typed once the lines are used up and the client reads on.
  LaunchForm launch;
  std::string host = "127.0.0.2";  // not the one that everybody writes into the source
  int port = 0;
  std::vector<int> other_ports;  // numbers in the source that could be ports
  Speaker speaks_first = Speaker::kClient;
  Framing framing = Framing::kRead;  // what ends a message, both ways
};

}  // namespace checker
