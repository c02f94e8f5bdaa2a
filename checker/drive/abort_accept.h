// accept() that fails with ECONNABORTED: other systems say so where a client resets its connection
// while it waits in the queue. Linux never does, so the error is injected.
#pragma once

#include "checker/drive/session.h"

namespace checker {

// The process sleeps in accept() in its first thread, in a wait without an end; its call returns
// ECONNABORTED now (ptrace(2)). False where the host does not allow it.
bool AbortAccept(Session& session, int pid);

}  // namespace checker
