#include "reports/by_hand.h"

#include <map>

namespace reports {
namespace {

constexpr Step kTalk = {"nc 127.0.0.1 PORT", "a client; Ctrl+D ends its side, Ctrl+C leaves"};
constexpr Step kConnections = {"ss -tanp 'sport = :PORT'",
                               "each connection, its state, who holds it"};
constexpr Step kListener = {"ss -ltnp 'sport = :PORT'",
                            "who listens; Recv-Q: clients not accepted yet"};
constexpr Step kTree = {"ps --forest -o pid,ppid,stat,wchan:20,args -g PID",
                        "its processes; Z: not reaped"};
constexpr Step kCalls = {"strace -f -p PID", "every system call of all its tasks, as it happens"};
constexpr Step kDescriptors = {"ls -l /proc/PID/fd", "which descriptors a process holds"};
constexpr Step kCpu = {"top -H -p PID", "who uses processor time while nothing happens"};

const std::map<std::string_view, std::vector<Step>>& Steps() {
  static const std::map<std::string_view, std::vector<Step>> steps = {
      {"build", {{"gcc -std=gnu17 -Wall -Wextra -pthread -o server *.c", "errors and warnings"}}},
      {"startup",
       {kListener,
        {"strace -e trace=socket,bind,listen ./server PORT", "what each call returned"},
        {"nc -l PORT", "takes the port, before the server starts"}}},
      {"exchange",
       {kTalk,
        {"printf 'hello\\n' | nc -N 127.0.0.1 PORT | xxd", "the reply, byte by byte"},
        kConnections,
        {"strace -f -e trace=network,read,write,close -p PID", "what is read, sent, closed"}}},
      {"concurrency",
       {{"nc 127.0.0.1 PORT", "in one terminal, silent; in another, talk"},
        kListener,
        kConnections,
        kTree}},
      {"processes",
       {kTalk, kTree, {"strace -f -e trace=process,signal -p PID", "fork, exit, wait"}}},
      {"descriptors",
       {kTalk,
        kDescriptors,
        kConnections,
        {"prlimit --nofile=20 --pid PID", "then many clients, one after another"}}},
      {"threads",
       {{"ls /proc/PID/task", "its threads, before and after clients"},
        {"grep -c ' 8192 kB' /proc/PID/smaps", "stacks that finished threads left"},
        {"gcc -fsanitize=thread -g -pthread -o server *.c", "a build that reports data races"}}},
      {"isolation", {kTree, {"kill -SEGV PID_OF_A_HANDLER", "then talk to the others"}, kTalk}},
      {"robustness",
       {kCpu,
        {"head -c 65536 /dev/zero | nc -N 127.0.0.1 PORT", "a message that is far too long"},
        {"gcc -fsanitize=address,undefined -g -pthread -o server *.c", "reports memory errors"},
        kCalls}},
      {"faults",
       {{"prlimit --nofile=8 --pid PID", "accept fails with EMFILE"},
        {"prlimit --nproc=1 --pid PID", "fork fails with EAGAIN (not as root)"},
        kCalls}},
      {"shared_state", {{"nc 127.0.0.1 PORT", "in three terminals"}, kConnections, kCalls}},
      {"http",
       {{"curl -v http://127.0.0.1:PORT/FILE", "request, status line, headers, body"},
        {"curl -v --path-as-is http://127.0.0.1:PORT/../x", "a path out of its folder"}}},
      {"shutdown", {{"kill -TERM PID", "what a system does to end a service"}, kTree, kListener}},
      {"client",
       {{"nc -l 127.0.0.1 PORT", "a server to talk to"},
        {"strace -f ./client 127.0.0.1 PORT", "what the client does, call by call"}}},
  };
  return steps;
}

}  // namespace

std::vector<Step> ByHand(std::string_view folder) {
  const auto found = Steps().find(folder);
  return found == Steps().end() ? std::vector<Step>() : found->second;
}

}  // namespace reports
