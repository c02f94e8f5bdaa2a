// What the checker's server says to a client under test.
#pragma once

#include <string>

#include "checker/drive/client_session.h"

namespace checker {

// "\n", "\r\n", a NUL byte or nothing.
std::string EndOfMessage(Framing framing);

// Where the server speaks first: its greeting, once the client has connected.
Task<void> Greet(ClientSession& session);

}  // namespace checker
