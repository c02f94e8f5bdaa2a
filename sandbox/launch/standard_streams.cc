#include "sandbox/launch/standard_streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace sandbox {
namespace {

Result<Pipe> MakePipe(int our_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return ErrnoError("make pipe");
  Pipe pipe{.ours = UniqueFd(ends[our_end]), .theirs = UniqueFd(ends[1 - our_end])};
  if (fchmod(pipe.theirs.get(), 0666) < 0) return ErrnoError("change mode of pipe");
  if (fcntl(pipe.ours.get(), F_SETFL, O_NONBLOCK) < 0) return ErrnoError("make pipe non-blocking");
  return pipe;
}

}  // namespace

Result<Pipe> MakeOutputPipe() { return MakePipe(0); }

Result<Pipe> MakeInputPipe() { return MakePipe(1); }

void SendEndOfFile(int terminal_master) {
  constexpr char kVeof = '\x04';
  constexpr std::size_t kCount = 4000;  // the line discipline's buffer holds 4,096
  std::string ends(kCount, kVeof);
  [[maybe_unused]] ssize_t written = write(terminal_master, ends.data(), ends.size());
}

}  // namespace sandbox
