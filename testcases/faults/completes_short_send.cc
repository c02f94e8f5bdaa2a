// send() may take fewer bytes than it was given: when it does not block, or when a signal comes
// while it waits for room. What it did not take is lost unless it is sent again.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

// More than all buffers between a server and a client that does not read: tcp(7), tcp_wmem.
constexpr std::size_t kBytes = 6 << 20;

// A send() of less is taken at once by all but a full buffer: where such a one is cut it is our
// doing more than the server's. tcp(7), tcp_wmem: what a send buffer holds at first.
constexpr std::uint64_t kLargeSend = 16 * 1024;

bool SleepsInLargeSend(const TaskLook& task) {
  return task.raw.state == 'S' && task.wait.kind == WaitKind::kSend && task.endless &&
         task.raw.call && task.raw.call->arguments[2] > kLargeSend;
}

// Nobody has run for some looks. What the server does not take stays on its way for ever, so that
// there is no rest to wait for.
class Stillness {
 public:
  bool Holds(const Look& look) {
    std::uint64_t times = 0;
    bool asleep = true;
    for (const TaskLook& task : look.tasks) {
      times += task.raw.times_scheduled;
      asleep = asleep && task.raw.state != 'R';
    }
    looks_ = asleep && times == times_ ? looks_ + 1 : 0;
    times_ = times;
    return looks_ >= kEnough;
  }

 private:
  static constexpr int kEnough = 12;
  std::uint64_t times_ = 0;
  int looks_ = 0;
};

// A stop makes some calls return EINTR though nothing was caught (signal(7)): that would be our
// doing, not the server's.
bool SurvivesStop(const TaskSeen& task) {
  constexpr std::string_view kRestarting[] = {"accept", "accept4", "recv",   "read",
                                              "wait",   "waitid",  "select", "poll",
                                              "send",   "write",   "futex",  "ppoll"};
  return task.endless && std::find(std::begin(kRestarting), std::end(kRestarting), task.call) !=
                             std::end(kRestarting);
}

std::optional<int> StoppableSender(const Observation& seen, int client) {
  std::optional<int> sender;
  for (const TaskSeen& task : seen.tasks) {
    if (!task.IsZombie() && (task.call == "send" || task.call == "write") &&
        task.WaitsOnClient(client))
      sender = task.pid;
  }
  for (const TaskSeen& task : seen.tasks) {
    if (task.pid == sender && !SurvivesStop(task)) return std::nullopt;
  }
  return sender;
}

Task<void> StopAndContinue(Session& session, int pid) {
  session.Signal(pid, SIGSTOP);
  co_await session.UntilStopped(pid, [pid](const Look& look) {
    return std::all_of(look.tasks.begin(), look.tasks.end(), [pid](const TaskLook& task) {
      return task.raw.pid != pid || task.raw.state == 'T';
    });
  });
  session.Signal(pid, SIGCONT);
}

// A long message to a server whose client reads nothing, until send() blocks; then the client reads
// all.
Task<void> Stall(Session& session, std::string label, bool stop) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  Client& stalled = session.client(client);
  stalled.StopReading(true);
  session.SendBytes(client, std::string(kBytes, 'x'));
  Stillness stillness;
  Stillness* still = &stillness;
  bool found = false;
  bool* large = &found;
  co_await session.Until([still, large](const Look& look) {
    *large = std::any_of(look.tasks.begin(), look.tasks.end(), SleepsInLargeSend);
    return *large || still->Holds(look);
  });
  const auto sender = found ? StoppableSender(session.Seen(), client) : std::nullopt;
  session.Count(label + ": sender", sender.value_or(0));
  if (sender && stop) co_await StopAndContinue(session, *sender);
  stalled.StopReading(false);
  co_await session.Rest(label);
}

// Only where all that a client says comes back, whatever it is, can a reply be made as long as this
// needs. What is answered to an opening would be counted too.
bool Echoes(const ServerFacts& server) {
  if (!server.exchange || server.exchange->framing != Framing::kRead) return false;
  if (!server.exchange->opening.empty()) return false;
  return server.exchange->reply == Reply::kEcho || server.exchange->reply == Reply::kUpper;
}

Task<void> Exercise(Session& session) {
  if (!Echoes(session.facts())) co_return;
  co_await Stall(session, "stopped", true);
  const ClientSeen* seen = session.Seen().Client(1);
  if (session.At("stopped").AtRest() && seen->bytes_received == seen->bytes_sent) co_return;
  const bool listens = co_await session.Relaunch();
  if (listens) co_await Stall(session, "not stopped", false);
}

bool CameBackWhole(const Observation& seen) {
  return seen.Client(1)->bytes_received >= seen.Client(1)->bytes_sent;
}

Verdict Judge(const Evidence& evidence) {
  if (!Echoes(evidence.server))
    return Pass("No reply of this dialogue is known to be longer than what send() takes at once.");
  const Observation& stopped = evidence.At("stopped");
  const ClientSeen& client = *stopped.Client(1);
  if (evidence.Number("stopped: sender") == 0) {
    return Pass(
        "No send() was given more than a send buffer takes and could be interrupted while it "
        "waited for its client.");
  }
  if (!stopped.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(stopped) + ".");
  if (CameBackWhole(stopped)) {
    return Pass("A send() that was interrupted was continued: all " +
                std::to_string(client.bytes_sent) + " bytes came back.");
  }
  if (!evidence.Has("not stopped")) return Unresolved("The control could not be made.");
  if (!CameBackWhole(evidence.At("not stopped"))) {
    return Untested(
        "Also without an interruption not all that was sent to a client that reads late comes "
        "back.");
  }
  return Fail("send() was interrupted when it had taken a part: of " +
                  std::to_string(client.bytes_sent) + " bytes " +
                  std::to_string(client.bytes_received) +
                  " came back. Without the interruption all come back.",
              Proof::kEvent);
}

const Check kCheck{
    .id = "faults/completes_short_send",
    .title = "completes a short send",
    .requirement = "A send() that took fewer bytes than it was given MUST be continued.",
    .see = {"send(2)", "write(2)"},
    .hint = "Call send() in a loop until all bytes are taken: it returns how many it took.",
    .needs = {Need::kReply},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/delivers_long_reply_to_slow_reader", "exchange/handles_long_message"},
    .suspect = Suspect::kSend,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
