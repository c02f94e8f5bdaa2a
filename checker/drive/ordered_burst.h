// A client's last words and its end, delivered before the server can answer: message and RST arrive
// while the server has not run at all (checker/drive/server_held_back.h).
#pragma once

#include "checker/drive/session.h"

namespace checker {

// What the server's next send() meets. After a FIN and a RST it is EPIPE and SIGPIPE; after a RST
// alone ECONNRESET comes first, to whichever call is made first, and only the send() after that
// gets EPIPE and SIGPIPE (tcp_reset() and sk_stream_error() in Linux).
enum class Parting { kFinThenReset, kReset };

// The client says its part and parts from the server in one go. The server is at rest before. True
// if it is proved that no task of the server ran in between; then every reply comes too late. False
// proves nothing.
Task<bool> LeaveBeforeTheReply(Session& session, int client, Parting parting);

// The same for a new client that says nothing: it connects and leaves in one go, before it is
// accepted.
Task<bool> ComeAndLeave(Session& session, Parting parting);

}  // namespace checker
