// A client's last words and its end, delivered before the server can answer: message, FIN and RST arrive while the server has not
// run at all.
//
// Nobody is stopped for it: a stop makes epoll_wait and others return EINTR. The server's tasks and we share one processor, and
// they are lowered to SCHED_IDLE meanwhile, or we are raised to SCHED_FIFO, or both; loopback delivers within our own system calls. Whether it worked is read from
// /proc/PID/task/TID/schedstat, the number of times that a task got a processor.
#pragma once

#include "checker/drive/session.h"

namespace checker {

// The client says its part, ends and resets its connection in one go. The server is at rest before. True if it is proved that no
// task of the server ran in between; then every reply comes too late. False proves nothing.
Task<bool> LeaveBeforeTheReply(Session& session, int client);

// The same for a new client of a server that speaks first: it connects and leaves in one go.
Task<bool> ComeAndLeave(Session& session);

}  // namespace checker
