// A conversation with an unknown server: say a little, then a little more, until it answers.
#pragma once

#include <string>
#include <vector>

#include "checker/drive/session.h"
#include "checker/learn/candidate.h"

namespace checker {

// What one fresh server was told and what came back.
struct Heard {
  bool accepted = false;
  std::string greeting;  // before the client said anything
  bool greeting_closes = false;
  bool greeting_was_typed = false;  // an operator's line was needed for it
  // it went on and on with sleeps in between, for as long as anybody listened
  bool streams = false;
  int step = -1;  // index into the steps after which the reply came; -1: none came
  std::string reply;
  bool closed = false;              // end-of-file (or reset) came at that step
  bool reset = false;               // something had been left unread
  bool asked_operator = false;      // a line was typed for the reply
  std::vector<std::string> nonces;  // in the client's words
  std::vector<std::string> operator_nonces;
  // what the handler's first recv on this client asked for; 0: not seen
  std::uint64_t first_read_length = 0;
  // it waits until a message of this length is complete; 0: not seen
  std::uint64_t whole_length = 0;
  bool taken = false;  // everything that was said was read
  bool alive = true;   // the server, when all was over
  bool handler_was_killed = false;
};

// Says the candidate's opening, then its parts one after the other on one connection, until bytes
// or the end come. "{nonce}" is filled in. With Framing::kEof the client closes its side at last.
// The session has been launched and listens.
Task<Heard> Escalate(Session& session, Candidate candidate);

}  // namespace checker
