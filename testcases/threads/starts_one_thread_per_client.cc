// A thread per client: while one waits in recv() the others run.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

// Threads that live too short to be looked at are counted as they are born.
Task<void> CountBirths(Session& session) {
  if (!co_await session.Relaunch() || !session.Trace()) co_return;
  for (int i = 0; i < kClients; ++i) {
    const int client = co_await session.Connect();
    co_await session.Converse(client, "");
    co_await session.HangUp(client);
    co_await session.Rest();
    if (!session.Seen().alive) break;
  }
  session.Count("served in turn", session.client_count());
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    co_await session.Rest("client " + std::to_string(client) + " held");
    if (session.WasAccepted(client) && session.Seen().Holders(client).empty()) {
      co_await CountBirths(session);
      co_return;
    }
  }
}

std::optional<Verdict> JudgeBirths(const Evidence& evidence) {
  if (evidence.births.empty()) return std::nullopt;
  const auto clients = evidence.Number("served in turn");
  std::int64_t threads = 0;
  for (const BirthSeen& birth : evidence.births) threads += birth.is_thread ? 1 : 0;
  const std::string counts =
      Plural(clients, "client") + " in turn, and " + Plural(threads, "thread") + " started";
  return threads >= clients ? Pass(counts + ".")
                            : Fail(counts + ": not one for each.", Proof::kEvent);
}

Verdict Judge(const Evidence& evidence) {
  if (auto judged = JudgeBirths(evidence)) return *judged;
  const Observation* before = &evidence.At("idle");
  for (std::size_t i = 1; i < evidence.moments.size(); ++i) {
    const Observation& held = evidence.moments[i].seen;
    const std::string client = "client " + std::to_string(i);
    if (auto ended = FailIfEnded(held, "when " + client + " connected")) return *ended;
    // That it is not accepted is another check's to judge: the clients before it were handled as
    // they must.
    if (!held.WasAccepted(static_cast<int>(i)) && i > 1) break;
    if (!held.WasAccepted(static_cast<int>(i))) {
      return Untested("The server did not accept " + client +
                      " while the others were held: " + DescribeTasks(held) + ".");
    }
    const auto born = ThreadsBornSince(*before, held);
    if (born.empty() && held.Holders(static_cast<int>(i)).empty()) {
      return Unresolved("The server handled " + client + " too quickly for its thread to be seen.");
    }
    if (born.empty()) {
      return Fail("No thread was started for " + client + ": " + DescribeTasks(held) + ".");
    }
    before = &held;
  }
  return Pass("A thread was started for each client that was held.");
}

const Check kCheck{
    .id = "threads/starts_one_thread_per_client",
    .title = "starts one thread per client",
    .requirement = "Each client MUST be handled in a thread of its own.",
    .see = {"pthread_create(3)"},
    .hint =
        "Call pthread_create() once after every accept(), and pass the socket's number to it by "
        "value.",
    .applies_to = {Design::kThreads},
    .after = {"startup/listens_for_connections"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
