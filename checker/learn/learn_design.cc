#include <algorithm>
#include <set>

#include "checker/judge/sentences.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

void Decide(ServerFacts* facts, Design design, std::string reason) {
  facts->design = design;
  facts->design_confidence = Confidence::kSeen;
  facts->design_reason = std::move(reason);
}

// For a lock that another process has: flock(2), fcntl(2), semop(2), a mutex in shared memory.
bool WaitsForItsTurn(const TaskSeen& task) {
  return task.endless && (task.call == "flock" || task.call == "fcntl" || task.call == "semop" ||
                          task.call == "futex");
}

// Processes that were there before any client, each to handle one: they wait in accept, or for
// their turn to.
bool DecideByPool(const Observation& idle, ServerFacts* facts) {
  std::set<int> accepting;
  std::set<int> next;
  for (const TaskSeen& task : idle.tasks) {
    if (task.WaitsOnListener()) accepting.insert(task.pid);
  }
  for (const int pid : idle.ListenerHolders()) {
    const TaskSeen* task = idle.Task(pid);
    if (task != nullptr && WaitsForItsTurn(*task) && !accepting.contains(pid)) next.insert(pid);
  }
  if (accepting.empty() || accepting.size() + next.size() < 2) return false;
  std::string reason =
      Pids({accepting.begin(), accepting.end()}) + " wait in accept() before any client comes";
  if (!next.empty()) reason += ", and " + Pids({next.begin(), next.end()}) + " for their turn";
  Decide(facts, Design::kPrefork, std::move(reason));
  facts->serves_at_once = static_cast<int>(accepting.size() + next.size());
  return true;
}

// Zombies, and what lives, that was not there before.
std::set<int> NewProcesses(const Observation& before, const Observation& seen) {
  std::set<int> pids = BornSince(before, seen);
  for (const TaskSeen* zombie : seen.Zombies()) {
    if (before.Task(zombie->pid) == nullptr) pids.insert(zombie->pid);
  }
  return pids;
}

// One process that the started one had made beforehand takes the client, and the started one never
// accepts: a pool of one. Who was born since, if anybody, waits for the next client.
bool DecideByLoneWorker(const Observation& idle, const Observation& seen, int client,
                        ServerFacts* facts) {
  std::set<int> accepting;
  for (const TaskSeen& task : idle.tasks) {
    if (task.WaitsOnListener()) accepting.insert(task.pid);
  }
  if (accepting.size() != 1) return false;
  const int worker = *accepting.begin();
  const TaskSeen* parent = seen.Task(idle.Task(worker)->parent);
  if (parent == nullptr || parent->IsZombie() || idle.Task(parent->pid) == nullptr) return false;
  const std::vector<int> holders = seen.Holders(client);
  const bool worker_has_it = std::find(holders.begin(), holders.end(), worker) != holders.end();
  const TaskSeen* now = seen.Task(worker);
  const bool worker_is_gone = now == nullptr || now->IsZombie();
  for (const TaskSeen& task : seen.tasks) {
    const bool is_new = idle.Task(task.pid) == nullptr && !task.IsZombie();
    if (is_new && !task.WaitsOnListener()) return false;
    if (task.pid == parent->pid && task.WaitsOnListener()) return false;
  }
  if (!worker_has_it && !worker_is_gone) return false;
  Decide(facts, Design::kPrefork,
         "pid " + std::to_string(worker) + " waited in accept() before any client came, and " +
             Describe(*parent));
  facts->serves_at_once = 1;
  return true;
}

// Whoever waited for clients now waits for this one, or for its operator: what was born beside it
// hears or speaks for it, and the next client has nobody.
const TaskSeen* AcceptorThatServes(const Observation& idle, const Observation& seen, int client) {
  if (!seen.AtRest()) return nullptr;
  for (const TaskSeen& task : seen.tasks) {
    const TaskSeen* before = idle.Task(task.tid);
    const bool accepted = before != nullptr && before->WaitsOnListener();
    if (accepted && (task.WaitsOnClient(client) || task.WaitsOnStandardInput()) &&
        !task.WaitsOnListener())
      return &task;
  }
  return nullptr;
}

bool DecideByBirths(const Observation& idle, const Observation& seen, int client,
                    ServerFacts* facts) {
  const bool somebody_was_born =
      !NewProcesses(idle, seen).empty() || !ThreadsBornSince(idle, seen).empty();
  const TaskSeen* acceptor = AcceptorThatServes(idle, seen, client);
  if (somebody_was_born && acceptor != nullptr) {
    Decide(facts, Design::kIterative,
           Describe(*acceptor) + ", though it should wait for the next client");
    return true;
  }
  if (const std::set<int> born = NewProcesses(idle, seen); !born.empty()) {
    Decide(facts, Design::kFork, Pids({born.begin(), born.end()}) + " was born when a client came");
    return true;
  }
  if (const auto threads = ThreadsBornSince(idle, seen); !threads.empty()) {
    Decide(facts, Design::kThreads,
           "thread " + std::to_string(threads.front()->tid) + " was started when a client came");
    return true;
  }
  return false;
}

bool WaitsInEventLoop(const TaskSeen& task) {
  return task.call == "epoll_wait" || task.call == "poll" || task.call == "ppoll" ||
         task.call == "select";
}

bool WaitsOnAnyClient(const TaskSeen& task) {
  return std::any_of(task.waits_on.begin(), task.waits_on.end(),
                     [](const Target& target) { return target.kind == Target::Kind::kClient; });
}

// Nobody new came to life for a held client: who looks after it?
bool DecideByHandler(const Observation& held, ServerFacts* facts) {
  bool listener_is_watched = false;
  const TaskSeen* handler = nullptr;
  const TaskSeen* loop = nullptr;
  for (const TaskSeen& task : held.tasks) {
    if (task.IsZombie()) continue;
    listener_is_watched = listener_is_watched || task.WaitsOnListener();
    if (WaitsInEventLoop(task) && task.WaitsOnListener()) loop = &task;
    if (WaitsOnAnyClient(task)) handler = &task;
  }
  if (loop != nullptr) {
    Decide(facts, Design::kEventLoop, Describe(*loop));
    return true;
  }
  if (handler == nullptr) return false;
  const bool pool =
      std::any_of(held.tasks.begin(), held.tasks.end(), [handler](const TaskSeen& task) {
        return !task.IsZombie() && task.tid != handler->tid && task.pid == handler->pid;
      });
  if (pool && listener_is_watched) {
    Decide(facts, Design::kThreadPool, Describe(*handler) + ", and was there before its client");
    return true;
  }
  Decide(facts, Design::kIterative,
         Describe(*handler) + ", and nobody else waits for the next client");
  return true;
}

// Handlers that live too short to be looked at: their births are traced.
Task<bool> DecideByTrace(const LearnRequest& request, ServerFacts* facts) {
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start || *start != Start::kListening || !session.Trace()) co_return false;
  const int client = co_await session.Connect();
  co_await session.Converse(client, "");
  co_await session.HangUp(client);
  co_await session.Rest();
  for (const Birth& birth : session.births()) {
    const std::string who = std::to_string(birth.pid);
    Decide(facts, birth.is_thread ? Design::kThreads : Design::kFork,
           (birth.is_thread ? "thread " + who + " was started" : "pid " + who + " was born") +
               " when a client came, and was gone at once");
    co_return true;
  }
  co_return false;
}

void DecideByImports(const LearnRequest& request, ServerFacts* facts) {
  facts->design = DesignByImports(request.plan.folder, request.plan.program);
  facts->design_confidence = Confidence::kGuessed;
  facts->design_reason = "nobody was seen to handle a client; what the program imports says so";
}

}  // namespace

Task<sandbox::Result<void>> LearnDesign(const LearnRequest& request, ServerFacts* facts) {
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return sandbox::Result<void>();
  const Observation idle = session.Seen();
  if (DecideByPool(idle, facts)) co_return sandbox::Result<void>();

  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  const Observation held = session.Seen();
  if (DecideByLoneWorker(idle, held, client, facts)) co_return sandbox::Result<void>();
  if (DecideByBirths(idle, held, client, facts)) co_return sandbox::Result<void>();
  // A server that reads before it forks is known only once the client has spoken.
  co_await session.Converse(client, "");
  facts->AddSleeps(session.facts());
  if (DecideByBirths(idle, session.Seen(), client, facts)) co_return sandbox::Result<void>();
  co_await session.Rest();
  if (DecideByBirths(idle, session.Seen(), client, facts)) co_return sandbox::Result<void>();
  if (DecideByHandler(held, facts)) co_return sandbox::Result<void>();
  if (facts->polls_by_sleeping) {
    Decide(facts, Design::kEventLoop, "it sleeps and looks at its sockets in turn");
    co_return sandbox::Result<void>();
  }
  if (co_await DecideByTrace(request, facts)) co_return sandbox::Result<void>();
  DecideByImports(request, facts);
  co_return sandbox::Result<void>();
}

}  // namespace checker
