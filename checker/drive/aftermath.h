// What one client's misfortune costs the server: is it still there, and is the next client served?
//
//   co_await StartAfresh(session, "mid-message");  // remembers "mid-message: idle"
//   ...                                                                 // the misfortune
//   const bool survived = co_await SeeAftermath(session, "mid-message");
//   if (!survived) co_await SeeControl(session);
//
// Judged by checker/judge/aftermath.h. A negative verdict about the next client needs the control:
// the same exchange on a fresh server, with a client that leaves in order.
#pragma once

#include <string>
#include <vector>

#include "checker/drive/session.h"

namespace checker {

// A server without clients: launched again if this one has had any. False if it does not listen
// again.
Task<bool> StartAfresh(Session& session, std::string label);

// The moment `label` once the server is at rest, and the next client's exchange "LABEL: next" if
// somebody still listens. False where that is not what it should be.
Task<bool> SeeAftermath(Session& session, std::string label);

// The moments and exchanges of "control".
Task<void> SeeControl(Session& session);

// Ends the processes that were born since `idle` and still live, by SIGKILL, and waits for what
// becomes of them.
Task<void> EndLivingChildren(Session& session, Observation idle);

}  // namespace checker
