// What the checker's server says to a client under test.
#pragma once

#include "checker/drive/client_session.h"

namespace checker {

// Where the server speaks first: its greeting, once the client has connected.
Task<void> Greet(ClientSession& session);

}  // namespace checker
