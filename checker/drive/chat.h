// What members of a chat room do. Session's facts say how the room is spoken to.
#pragma once

#include <vector>

#include "checker/drive/session.h"

namespace checker {

// New members come in one after the other, each once the room has taken the one before.
Task<std::vector<int>> Join(Session& session, int count);

// A member says something, which is recorded with its audience; nobody waits for anything.
void SayInRoom(Session& session, int member, const std::vector<int>& audience);

}  // namespace checker
