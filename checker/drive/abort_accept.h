// accept() that fails with ECONNABORTED: other systems say so where a client resets its connection
// while it waits in the queue. Linux never does, so the error is injected.
#pragma once

#include "checker/drive/session.h"

namespace checker {

// This task of the process sleeps in accept(), in a wait without an end; its call returns
// ECONNABORTED now (ptrace(2)). pid, tid: as in the observation. False where the host does not
// allow it.
bool AbortAccept(Session& session, int pid, int tid);

}  // namespace checker
