// A client may reset its connection while it still waits to be accepted. Some systems then let
// accept() fail with ECONNABORTED: that one client is lost, and nothing is wrong with the listening
// socket. (Linux does not; here the error is injected.)
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kAborted = "aborted";

const TaskSeen* WaitingInAccept(const Observation& seen) {
  for (const TaskSeen& task : seen.tasks) {
    const bool in_accept = task.call == "accept" || task.call == "accept4";
    if (in_accept && task.endless && task.WaitsOnListener()) return &task;
  }
  return nullptr;
}

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, kAborted);
  const TaskSeen* waiting = WaitingInAccept(session.Seen());
  const bool injected = waiting != nullptr && AbortAccept(session, waiting->pid, waiting->tid);
  session.Count("injected", injected ? 1 : 0);
  const bool survived = co_await SeeAftermath(session, kAborted);
  if (!survived) co_await SeeControl(session);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At(std::string(kAborted) + ": idle");
  if (WaitingInAccept(idle) == nullptr)
    return Untested("Nobody waits in accept(): " + DescribeTasks(idle) + ".");
  if (evidence.Number("injected") == 0)
    return Unsupported("An error of accept() cannot be injected here (ptrace).");
  const std::string misfortune = "accept() had failed with ECONNABORTED";
  if (auto verdict = JudgeAftermath(evidence, kAborted, misfortune)) return *verdict;
  return Pass(
      "accept() failed with ECONNABORTED; the server called it again and served the next client.");
}

const Check kCheck{
    .id = "faults/survives_aborted_connection",
    .title = "survives an aborted connection",
    .level = Level::kShould,
    .requirement = "ECONNABORTED from accept() SHOULD not end the server.",
    .see = {"accept(2)"},
    .hint =
        "Most errors of accept() concern one client only: say what happened and go on with the "
        "loop.",
    .applies_to = {Design::kFork, Design::kPrefork, Design::kThreads, Design::kThreadPool,
                   Design::kIterative},
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"processes/keeps_accepting_after_child_exits"},
    .suspect = Suspect::kAccept,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
