// A server is a program that waits at a known place. Until it has called listen() the kernel
// refuses every client, and nothing else about it can be tried.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  session.Remember("launched");
  co_return;
}

// Something in accept() or recv() on a socket that is no TCP socket: UDP or AF_UNIX.
const TaskSeen* WaitsOnOtherSocket(const Observation& seen) {
  for (const TaskSeen& task : seen.tasks) {
    for (const Target& target : task.waits_on) {
      if (target.kind == Target::Kind::kOtherSocket) return &task;
    }
  }
  return nullptr;
}

Verdict JudgeEnd(const Evidence& evidence, const Observation& seen) {
  const std::string printed =
      seen.output_tail.empty() ? "" : " It printed " + Quoted(seen.output_tail) + ".";
  if (!seen.end_status) return Unresolved("The program ended, and how is not known." + printed);
  const bool refused_its_arguments = *seen.end_status != 0 && (*seen.end_status & 0x7f) == 0;
  if (refused_its_arguments && evidence.server.launch_tries.size() > 1) {
    return Unresolved("The program " + DescribeEnd(*seen.end_status) +
                      " in every way of starting it that was tried (" +
                      Joined(evidence.server.launch_tries) + ")." + printed +
                      " Say in the assignment's \"launch\" which arguments it takes.");
  }
  return Fail("The program " + DescribeEnd(*seen.end_status) + " before it listened." + printed,
              Proof::kEvent);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& seen = evidence.At("launched");
  if (!seen.listeners.empty()) {
    const ListenerSeen& listener = seen.listeners.front();
    return Pass("It listens on port " + std::to_string(evidence.server.port) + " of " +
                listener.address + ", with room for " + std::to_string(listener.backlog) +
                " waiting connections.");
  }
  if (!seen.alive) return JudgeEnd(evidence, seen);
  if (!seen.Decided())
    return Unresolved("It does not listen yet and is not at rest. " + DescribeTasks(seen) + ".");
  if (const TaskSeen* task = WaitsOnOtherSocket(seen)) {
    return Fail("It waits on a socket that is not TCP (UDP or AF_UNIX): " + Describe(*task) + ".");
  }
  for (const TaskSeen& task : seen.tasks) {
    if (!task.WaitsOnStandardInput()) continue;
    return Unresolved("It still asks for input instead of listening: " + Describe(task) +
                      ". Say in the assignment's \"launch\" what to type.");
  }
  if (seen.Burns()) {
    return Fail("It runs in circles and has no listening TCP socket: " + DescribeTasks(seen) + ".",
                Proof::kTimed);
  }
  return Fail("It is at rest and has no listening TCP socket: " + DescribeTasks(seen) + ".");
}

const Check kCheck{
    .id = "startup/listens_for_connections",
    .title = "listens for connections",
    .requirement = "The server MUST create a TCP socket, bind it and listen, and still run then.",
    .see = {"socket(2)", "bind(2)", "listen(2)"},
    .hint =
        "Check the return values of socket(), bind() and listen(), print perror() when one fails, "
        "and "
        "do not leave main() afterwards.",
    .after = {"build/compiles"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
