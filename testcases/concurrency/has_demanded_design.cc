// A lecture on fork() wants to see fork(). Only where the assignment says so is the design itself
// judged; every other requirement is about what the server does.
#include "checker/check_api.h"

namespace checker {
namespace {

Verdict Judge(const Evidence& evidence) {
  const ServerFacts& server = evidence.server;
  const Design demanded = evidence.demanded_design.value_or(Design::kUnknown);
  const std::string wanted = std::string("the assignment asks for ") + Name(demanded);
  const std::string reason = server.design_reason.empty() ? "" : ": " + server.design_reason;
  if (server.design == Design::kUnknown) {
    return Unresolved("It could not be told how the server is built inside; " + wanted + ".");
  }
  const std::string found = std::string("The server's design is ") + Name(server.design) + reason;
  Verdict verdict =
      server.design == demanded ? Pass(found + ".") : Fail(found + "; " + wanted + ".");
  const bool guessed = server.design_confidence == Confidence::kGuessed;
  if (guessed && verdict.outcome == Outcome::kFail) {
    return Unresolved("Probably the server's design is " + std::string(Name(server.design)) +
                      reason + "; " + wanted + ".");
  }
  if (guessed) verdict.notes.push_back("No handler was seen at work; the design is a guess.");
  verdict.expected = Name(demanded);
  verdict.actual = Name(server.design);
  return verdict;
}

const Check kCheck{
    .id = "concurrency/has_demanded_design",
    .title = "has the demanded design",
    .requirement = "Where the assignment demands a design, the server MUST have it.",
    .see = {"fork(2)", "pthread_create(3)", "select(2)"},
    .hint =
        "Read again how the assignment wants clients to be served: by a process each (fork), by a "
        "thread each "
        "(pthread_create), by one loop for all (select, poll, epoll), or one after the other.",
    .after = {"startup/listens_for_connections"},
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
