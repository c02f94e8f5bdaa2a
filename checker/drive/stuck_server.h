// A server that sleeps although somebody waits to be accepted: where in its own code.
#pragma once

#include "checker/drive/session.h"

namespace checker {

// The number of the evidence that NoteWhereItSleeps leaves: the address behind a call, as the
// program file counts.
inline constexpr char kSleepsAt[] = "sleeps at";

// To be called while it does. Leaves a number where the server is at rest, nobody waits in accept,
// the started process holds a listening socket, and it has one task that does not talk to a client
// (or one at all); else nothing.
void NoteWhereItSleeps(Session& session);

}  // namespace checker
