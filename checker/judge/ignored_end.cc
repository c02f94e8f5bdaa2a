#include "checker/judge/ignored_end.h"

#include <algorithm>
#include <string>

#include "checker/judge/sentences.h"

namespace checker {

std::optional<Verdict> FailIfAnsweredAfterItsEnd(const Observation& before,
                                                 const Observation& after, int client) {
  const ClientSeen& now = *after.Client(client);
  const std::uint64_t more = now.bytes_received - before.Client(client)->bytes_received;
  if (more == 0 || now.eof || now.reset) return std::nullopt;
  const auto goes_on = [&](const TaskSeen& task) {
    const TaskSeen* earlier = before.Task(task.tid);
    return task.WaitsOnStandardInput() && !task.WaitsOnClient(client) && earlier != nullptr &&
           earlier->WaitsOnClient(client) && !earlier->WaitsOnStandardInput();
  };
  const auto found = std::find_if(after.tasks.begin(), after.tasks.end(), goes_on);
  if (found == after.tasks.end()) return std::nullopt;
  Verdict verdict =
      Fail("The client has closed its side, and pid " + std::to_string(found->pid) +
           ", which waited for its next words, asks the operator for answers all the same: " +
           Plural(static_cast<std::int64_t>(more), "byte") + " more were sent. " +
           DescribeTasks(after) + ".");
  verdict.expected = "the conversation ends when recv() returns 0";
  return verdict;
}

}  // namespace checker
