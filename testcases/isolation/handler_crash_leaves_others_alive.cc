// Processes share nothing: when one handler crashes, only its own client notices. That is what
// fork() has and threads have not.
#include "checker/check_api.h"

namespace checker {
namespace {

// The process that is asleep in a read on this client's connection, or waits for what its operator
// has to say to it.
std::optional<int> SleepingHandler(const Observation& seen, int client) {
  for (const TaskSeen& task : seen.tasks) {
    const bool asks = task.WaitsOnStandardInput() && DescriptorOf(seen, task.pid, client);
    if (!task.IsZombie() && (task.WaitsOnClient(client) || asks)) return task.pid;
  }
  return std::nullopt;
}

// The process that was started, and where handlers are born for their clients all that were there
// before, are the server: killing them is another matter.
bool IsServerItself(Session& session, int pid) {
  const bool was_there = session.At("idle").Task(pid) != nullptr;
  return pid == session.box().pid() || (was_there && session.facts().design == Design::kFork);
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int victim = co_await session.Connect();
  co_await session.Rest();
  const int other = co_await session.Connect();
  co_await session.Rest("two are held");
  const auto handler = SleepingHandler(session.Seen(), victim);
  const auto others = SleepingHandler(session.Seen(), other);
  const bool can_kill = handler && handler != others && !IsServerItself(session, *handler);
  session.Count("killed", can_kill ? *handler : 0);
  if (!can_kill) co_return;
  session.Signal(*handler, SIGKILL);
  co_await session.Rest("one handler is dead");
  co_await session.Converse(other, "the other client");
  if (!session.Seen().alive || session.Seen().listeners.empty()) co_return;
  const int next = co_await session.Connect();
  co_await session.Converse(next, "the next client");
}

std::optional<Verdict> JudgeServed(const Evidence& evidence, const char* label,
                                   const std::string& who) {
  const std::string when = "after another client's handler had been killed";
  if (!evidence.Has(label)) return Fail("Nobody listens any more " + when + ".");
  const ExchangeSeen& exchange = evidence.Exchange(label);
  const bool typed = evidence.server.exchange && evidence.server.exchange->operator_types;
  if (typed && exchange.after.alive && exchange.after.WasAccepted(exchange.client))
    return std::nullopt;
  return FailUnlessServed(exchange, who, when);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& held = evidence.At("two are held");
  const auto killed = evidence.Number("killed");
  if (killed == 0) {
    return Untested(
        "No two clients were seen to have handlers of their own, each asleep in a read: " +
        DescribeTasks(held) + ".");
  }
  const std::string crash =
      "when pid " + std::to_string(killed) + ", the handler of one client, had been killed";
  if (auto ended = FailIfEnded(evidence.At("one handler is dead"), crash)) return *ended;
  if (auto failed = JudgeServed(evidence, "the other client", "The other client")) return *failed;
  if (auto failed = JudgeServed(evidence, "the next client", "The next client")) return *failed;
  return Pass("One client's handler (pid " + std::to_string(killed) +
              ") was killed; the other client and the next one were served.");
}

const Check kCheck{
    .id = "isolation/handler_crash_leaves_others_alive",
    .title = "a handler's crash leaves the others alive",
    .requirement =
        "Killing one client's handler process MUST leave the server and all other clients served.",
    .see = {"fork(2)", "wait(2)"},
    .hint = "waitpid() tells how a child ended: log it, and go on. Only its own client is lost.",
    .applies_to = {Design::kFork, Design::kPrefork},
    .needs = {Need::kHeldClient, Need::kEnd},
    .after = {"concurrency/serves_second_client_while_first_is_idle"},
    .root_causes = {"processes/serves_new_client_after_one_of_two_left",
                    "processes/keeps_accepting_after_child_exits"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
