// Exactly these bytes on a connection of their own, and whatever the server has to say to them.
#pragma once

#include <string>

#include "checker/drive/session.h"

namespace checker {

// A new client connects, sends `request` and listens until the server has closed or is at rest;
// then it leaves. The exchange is recorded under `label`: what was sent and received, and the
// server afterwards, before the client has left.
Task<void> Ask(Session& session, std::string request, std::string label);

// The same for a client that closes its sending side behind its last byte.
Task<void> AskAndHalfClose(Session& session, std::string request, std::string label);

}  // namespace checker
