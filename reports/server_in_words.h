// What was found out about a server, as one sentence each that a student understands.
#pragma once

#include <string>

#include "checker/model/server_facts.h"

namespace reports {

std::string DesignInWords(
    const checker::ServerFacts& server);                      // "fork server: a child process ..."
std::string PortInWords(const checker::ServerFacts& server);  // "listens on 0.0.0.0:4444, ..."
std::string DialogueInWords(const checker::ServerFacts& server);  // "the client speaks first, ..."

}  // namespace reports
