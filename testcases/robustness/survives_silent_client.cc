// Port scanners, impatient people and health checks connect and leave without a word. recv() then
// returns 0 at once, and a server must take that for what it is: this client has gone.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr std::string_view kLeft = "left without a byte";

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, std::string(kLeft));
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  session.Close(client);
  const bool survived = co_await SeeAftermath(session, std::string(kLeft));
  if (!survived) co_await SeeControl(session);
}

// Who runs without end and still has the connection of the client that left, or has not even the
// listening socket any more.
const TaskSeen* SpinningHandler(const Observation& seen) {
  const std::vector<int> listening = seen.ListenerHolders();
  for (const TaskSeen& task : seen.tasks) {
    const bool listens = std::find(listening.begin(), listening.end(), task.pid) != listening.end();
    if (task.state == 'R' && (DescriptorOf(seen, task.pid, 1) || !listens)) return &task;
  }
  return nullptr;
}

Verdict Judge(const Evidence& evidence) {
  const std::string label(kLeft);
  if (auto verdict =
          JudgeAftermath(evidence, label, "a client had connected and left without a byte")) {
    return *verdict;
  }
  const Observation& seen = evidence.At(label);
  if (evidence.At(label + ": idle").Burns())
    return Untested("The server was busy before the client came: " + DescribeTasks(seen) + ".");
  if (const TaskSeen* handler = seen.Burns() ? SpinningHandler(seen) : nullptr) {
    return Fail("A client connected and left without a byte, and its handler runs without end: " +
                    Describe(*handler) + ".",
                Proof::kTimed);
  }
  return Pass(
      "A client that connected and left without a byte did no harm: the next one was served.");
}

const Check kCheck{
    .id = "robustness/survives_silent_client",
    .title = "survives a silent client",
    .requirement =
        "A client that connects and leaves without a byte MUST not end the server or make a "
        "handler spin.",
    .see = {"recv(2)"},
    .hint =
        "recv() that returns 0 is no error: close this client's socket and go on with the others.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
