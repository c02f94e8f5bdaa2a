// A signal that the program catches ends accept() with -1 and EINTR. Nothing is wrong then:
// accept() is called again.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kInterrupted = "interrupted";

// The process whose first thread waits for clients: signals to a process are taken by its first
// thread.
std::optional<int> WaitingProcess(const Observation& seen) {
  for (const TaskSeen& task : seen.tasks) {
    if (task.pid == task.tid && task.WaitsOnListener()) return task.pid;
  }
  return std::nullopt;
}

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, kInterrupted);
  const auto waiting = WaitingProcess(session.Seen());
  const std::vector<int> signals =
      waiting ? HarmlessCaughtSignals(session, *waiting) : std::vector<int>();
  session.Count("caught", static_cast<std::int64_t>(signals.size()));
  for (const int signal : signals) {
    if (!session.Seen().alive) break;
    session.Count("signal", signal);
    session.Signal(*waiting, signal);
    co_await session.Rest();
  }
  if (signals.empty()) co_return;
  const bool survived = co_await SeeAftermath(session, kInterrupted);
  if (!survived) co_await SeeControl(session);
}

std::int64_t LastSignal(const Evidence& evidence) {
  std::int64_t last = 0;
  for (const auto& [name, value] : evidence.numbers) last = name == "signal" ? value : last;
  return last;
}

Verdict Judge(const Evidence& evidence) {
  const std::string label(kInterrupted);
  const Observation& idle = evidence.At(label + ": idle");
  if (!WaitingProcess(idle)) {
    return Pass("No process waits for clients in its first thread, which takes the signals: " +
                DescribeTasks(idle) + ".");
  }
  if (evidence.Number("caught") == 0) {
    return Pass("The server catches no signal that could interrupt it while it waits for clients.");
  }
  const auto signal = static_cast<int>(LastSignal(evidence));
  const Observation& after = evidence.At(kInterrupted);
  const bool ends_in_order = !after.alive && after.end_status == 0 && signal != SIGCHLD;
  if (ends_in_order) {
    Verdict verdict = Pass("Signal " + std::to_string(signal) + " ends the server with status 0.");
    verdict.notes.push_back("That is taken as what this signal is for.");
    return verdict;
  }
  const std::string name = DescribeSignal(signal);
  if (auto verdict =
          JudgeAftermath(evidence, kInterrupted,
                         name + ", which it catches, had come while it waited for clients")) {
    return *verdict;
  }
  return Pass(
      "Signals that it catches came while the server waited for clients, and it went on waiting.");
}

const Check kCheck{
    .id = "faults/survives_interrupted_accept",
    .title = "survives an interrupted accept",
    .requirement =
        "A signal that the server catches, delivered while it waits in accept(), MUST not end it.",
    .see = {"accept(2)", "sigaction(2)", "signal(7)"},
    .hint =
        "Continue the loop when accept() fails with errno == EINTR, or set SA_RESTART when the "
        "handler is installed.",
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
