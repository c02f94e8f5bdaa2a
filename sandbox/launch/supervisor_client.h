// The checker's end of the box socket: what ended in the box, and requests to the box's supervisor.
// See launch_message.h.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/launch/box.h"
#include "sandbox/launch/launch_message.h"
#include "sandbox/os/deadline.h"
#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

class SupervisorClient {
 public:
  struct Started {
    pid_t program = 0;
    std::string memory_group;           // its path, empty if there is none
    std::vector<UniqueFd> descriptors;  // see kStarted
  };

  explicit SupervisorClient(UniqueFd socket) : socket_(std::move(socket)) {}

  // Readable when there may be news of ends.
  int socket() const { return socket_.get(); }

  // Waits until the program runs. An Error names the step of the set-up that failed.
  Result<Started> AwaitStart(Deadline deadline);

  // Neither blocks.
  std::vector<EndedProcess> TakeEnded();
  // How the program ended. Signaled{SIGKILL} if the supervisor is gone and with it everything in
  // the box.
  std::optional<Termination> PollEnd();

  // As far as the supervisor has told; see kMemoryKills. Does not block.
  std::uint64_t MemoryKills();

  // A TCP socket made by the supervisor, so in the box's network. They are made in batches.
  Result<UniqueFd> NewSocket(int family);
  Result<void> SignalGroup(int signal);
  // Of a process of the box, by its pid there.
  Result<UniqueFd> OpenPidfd(pid_t pid);

 private:
  struct Answer {
    Message message;
    std::vector<UniqueFd> descriptors;
  };

  // The next message that answers a request.
  Result<Answer> Receive(Deadline deadline);
  Result<Answer> Ask(const Message& request, MessageType answer);
  // Reads one message if there is one: nullopt if not, or if it was news, which is then
  // remembered.
  std::optional<Answer> ReadOne(bool& read_something);
  void Drain();
  void Remember(const Message& ended);

  UniqueFd socket_;
  bool closed_ = false;
  pid_t program_ = 0;
  std::uint64_t memory_kills_ = 0;
  std::optional<Termination> end_;
  std::vector<EndedProcess> ended_;
  std::map<int, std::vector<UniqueFd>> sockets_;  // by family
};

}  // namespace sandbox
