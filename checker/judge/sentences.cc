#include "checker/judge/sentences.h"

#include <fmt/format.h>
#include <string.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>

namespace checker {
namespace {

std::string Who(int client) {
  if (client < kPartner) return fmt::format("client {}", client);
  return fmt::format("client {}'s partner", client % kPartner);
}

std::string TargetWords(const Target& target, int fd) {
  switch (target.kind) {
    case Target::Kind::kListener: return fmt::format("the listening socket (fd {})", fd);
    case Target::Kind::kClient: return fmt::format("{}'s socket (fd {})", Who(target.client), fd);
    case Target::Kind::kStandardInput: return fmt::format("its standard input (fd {})", fd);
    case Target::Kind::kPipe: return fmt::format("a pipe (fd {})", fd);
    case Target::Kind::kOtherSocket: return fmt::format("another socket (fd {})", fd);
    case Target::Kind::kNone: return fmt::format("fd {}, which is not open", fd);
    default: return fmt::format("fd {}", fd);
  }
}

std::string TaskName(const TaskSeen& task) {
  if (task.tid == task.pid) return fmt::format("pid {}", task.pid);
  return fmt::format("thread {} of pid {}", task.tid, task.pid);
}

std::string Waits(const TaskSeen& task) {
  if (task.call_fds.empty()) return fmt::format("is blocked in {}()", task.call);
  std::string words;
  const std::size_t shown = std::min<std::size_t>(task.call_fds.size(), 4);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) words += i + 1 == task.call_fds.size() ? " and " : ", ";
    words += TargetWords(task.waits_on[i], task.call_fds[i]);
  }
  if (shown < task.call_fds.size()) {
    words += fmt::format(" and {} more", task.call_fds.size() - shown);
  }
  return fmt::format("is blocked in {}() on {}", task.call, words);
}

// "The next client" inside a sentence.
std::string InTheMiddle(std::string who) {
  if (!who.empty()) who[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(who[0])));
  return who;
}

EvidenceLine LineOf(const Observation& seen, EvidenceKind kind, std::string text) {
  return {.at_ms = seen.at_ms, .kind = kind, .text = std::move(text)};
}

// As far as it is to be seen in the dead that nobody has collected.
bool SomebodyCrashed(const Observation& seen) {
  const auto zombies = seen.Zombies();
  return std::any_of(zombies.begin(), zombies.end(),
                     [](const TaskSeen* zombie) { return WIFSIGNALED(zombie->exit_status); });
}

}  // namespace

std::string Describe(const TaskSeen& task) {
  const std::string name = TaskName(task);
  if (task.IsZombie()) {
    return fmt::format("{} is a zombie: it {}, and pid {} has not reaped it", name,
                       DescribeEnd(task.exit_status), task.parent);
  }
  if (task.state == 'R') return name + " is running";
  if (task.state == 'T' || task.state == 't') return name + " is stopped";
  if (task.call.empty()) return fmt::format("{} is in state {}", name, task.state);
  return name + " " + Waits(task);
}

std::string DescribeTasks(const Observation& seen, std::size_t most) {
  std::string words;
  std::size_t shown = 0;
  std::size_t live = 0;
  for (const TaskSeen& task : seen.tasks) {
    if (task.IsZombie()) continue;
    if (++live > most) continue;
    if (shown++ > 0) words += "; ";
    words += Describe(task);
  }
  if (live > most) words += fmt::format("; and {} more", live - most);
  return live == 0 ? "no process of the server is left" : words;
}

std::string DescribeEnd(int status) {
  if (WIFSIGNALED(status)) return "was killed by " + DescribeSignal(WTERMSIG(status));
  return fmt::format("exited with status {}", WEXITSTATUS(status));
}

std::string DescribeSignal(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return fmt::format("signal {} (SIG{})", signal, name != nullptr ? name : "?");
}

std::string Pids(const std::vector<int>& pids) {
  std::string words = pids.size() == 1 ? "pid " : "pids ";
  for (std::size_t i = 0; i < pids.size(); ++i) {
    if (i > 0) words += i + 1 == pids.size() ? " and " : ", ";
    words += std::to_string(pids[i]);
  }
  return words;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string Plural(std::int64_t count, const std::string& one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string DescribeConnection(const Observation& seen, int client) {
  const ConnectionSeen* connection = seen.Connection(client);
  const ClientSeen* mine = seen.Client(client);
  if (mine != nullptr && mine->refused) return Who(client) + " was refused";
  if (mine != nullptr && !mine->connected && !mine->gone)
    return Who(client) + " waits to be connected: the accept queue is full";
  if (connection == nullptr || connection->state == ConnectionSeen::State::kGone) {
    return Who(client) + "'s connection is closed";
  }
  const std::string unread = Plural(connection->unread, "unread byte");
  if (connection->in_queue) {
    return fmt::format("{} waits in the accept queue with {}", Who(client), unread);
  }
  const std::vector<int> holders = seen.Holders(client);
  if (holders.empty()) return fmt::format("no process holds {}'s connection any more", Who(client));
  return fmt::format("{}'s connection is held by {} with {}", Who(client), Pids(holders), unread);
}

std::string Quoted(std::string_view bytes) {
  constexpr std::size_t kMost = 60;
  std::string text = "\"";
  for (const unsigned char byte : bytes.substr(0, kMost)) {
    if (byte == '\n') {
      text += "\\n";
    } else if (byte == '\r') {
      text += "\\r";
    } else if (byte < 0x20 || byte >= 0x7f) {
      text += fmt::format("\\x{:02x}", byte);
    } else {
      text += static_cast<char>(byte);
    }
  }
  text += '"';
  if (bytes.size() > kMost) text += fmt::format(" and {} more bytes", bytes.size() - kMost);
  return text;
}

std::vector<EvidenceLine> Lines(const Observation& seen) {
  constexpr std::size_t kMostLines = 40;
  std::vector<EvidenceLine> lines;
  for (const TaskSeen& task : seen.tasks) {
    EvidenceLine line = LineOf(
        seen, task.call.empty() ? EvidenceKind::kProcess : EvidenceKind::kCall, Describe(task));
    line.pid = task.pid;
    line.tid = task.tid;
    if (!task.call_fds.empty()) line.fd = task.call_fds.front();
    lines.push_back(std::move(line));
  }
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    const bool listener = descriptor.target.IsListener();
    if (!listener && descriptor.target.kind != Target::Kind::kClient) continue;
    EvidenceLine line = LineOf(seen, EvidenceKind::kDescriptor,
                               fmt::format("pid {} holds {}", descriptor.pid,
                                           TargetWords(descriptor.target, descriptor.fd)));
    line.pid = descriptor.pid;
    line.fd = descriptor.fd;
    if (!listener) line.client = descriptor.target.client % kPartner;
    lines.push_back(std::move(line));
  }
  for (const ConnectionSeen& connection : seen.connections) {
    EvidenceLine line =
        LineOf(seen, EvidenceKind::kSocket, DescribeConnection(seen, connection.client));
    line.client = connection.client % kPartner;
    lines.push_back(std::move(line));
  }
  if (seen.end_status) {
    lines.push_back(LineOf(seen, EvidenceKind::kProcess,
                           "the started process " + DescribeEnd(*seen.end_status)));
  }
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  return lines;
}

std::set<int> BornSince(const Observation& before, const Observation& seen) {
  std::set<int> born;
  for (const int pid : seen.LivePids()) {
    if (before.Task(pid) == nullptr) born.insert(pid);
  }
  return born;
}

std::vector<const TaskSeen*> ThreadsBornSince(const Observation& before, const Observation& seen) {
  std::vector<const TaskSeen*> born;
  for (const TaskSeen& task : seen.tasks) {
    if (!task.IsZombie() && task.tid != task.pid && before.Task(task.tid) == nullptr &&
        before.Task(task.pid) != nullptr) {
      born.push_back(&task);
    }
  }
  return born;
}

std::optional<int> DescriptorOf(const Observation& seen, int pid, int client) {
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    if (descriptor.pid == pid && descriptor.target.IsClient(client)) return descriptor.fd;
  }
  return std::nullopt;
}

std::optional<int> ListenerDescriptorOf(const Observation& seen, int pid) {
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    if (descriptor.pid == pid && descriptor.target.IsListener()) return descriptor.fd;
  }
  return std::nullopt;
}

std::optional<Verdict> FailIfEnded(const Observation& seen, const std::string& context) {
  if (seen.alive) return std::nullopt;
  std::string how = seen.end_status ? DescribeEnd(*seen.end_status) : "ended";
  return Fail(fmt::format("The server {} {}.", how, context), Proof::kEvent);
}

std::optional<Verdict> FailIfNobodyReads(const ExchangeSeen& exchange, const Observation& later,
                                         const std::string& who) {
  const ConnectionSeen* connection = later.Connection(exchange.client);
  const std::vector<int> holders = later.Holders(exchange.client);
  const bool is_unread = connection != nullptr && connection->unread > 0;
  if (exchange.Ok() || exchange.reached_another || !is_unread || !later.AtRest())
    return std::nullopt;
  const auto does_something_else = [&holders](const TaskSeen& task) {
    const bool has_it = std::find(holders.begin(), holders.end(), task.pid) != holders.end();
    return has_it && !task.IsZombie() && !task.WaitsOnListener();
  };
  if (holders.empty() || later.ListensTo(exchange.client) ||
      std::any_of(later.tasks.begin(), later.tasks.end(), does_something_else))
    return std::nullopt;
  return Fail(fmt::format("{} was accepted, but nobody will ever read what it says: {}, and {}.",
                          who, DescribeTasks(later), DescribeConnection(later, exchange.client)));
}

std::optional<Verdict> FailUnlessServed(const ExchangeSeen& exchange, const std::string& who,
                                        const std::string& when) {
  const Observation& after = exchange.after;
  if (exchange.Ok()) return std::nullopt;
  if (auto ended = FailIfEnded(after, when)) return ended;
  const bool idle = after.AtRest();
  switch (exchange.served) {
    case Served::kRefused:
      return Fail(fmt::format("{} was refused {}: nobody listens any more. {}.", who, when,
                              DescribeTasks(after)),
                  Proof::kEvent);
    case Served::kNotAccepted:
      return Fail(fmt::format("{} was not accepted {}: {}, while {}.", who, when,
                              DescribeTasks(after), DescribeConnection(after, exchange.client)),
                  idle ? Proof::kState : Proof::kTimed);
    case Served::kReset:
      // A server closes, with bytes left unread, on whoever does not speak its language.
      if (!exchange.reply_is_certain && !SomebodyCrashed(after)) {
        return Unresolved(fmt::format(
            "{} was accepted {}, but its connection was reset before the reply.", who, when));
      }
      return Fail(fmt::format("{}'s connection was reset {}. {}.", who, when, DescribeTasks(after)),
                  Proof::kEvent);
    case Served::kClosed:
      return Unresolved(fmt::format(
          "{} was accepted {}, but its connection was closed before the reply.", who, when));
    case Served::kSilent:
      if (exchange.reply_is_certain && after.AtRest()) {
        return Fail(
            fmt::format("{} was accepted {}, but the server is at rest and has not answered: {}.",
                        who, when, DescribeTasks(after)));
      }
      return Unresolved(fmt::format("{} was accepted {}, but got no reply. {}.", who, when,
                                    DescribeTasks(after)));
    case Served::kWrongReply:
      return Unresolved(fmt::format("{} got another reply than the one that was learnt {}: {}.",
                                    who, when, Quoted(exchange.received)));
    default:
      return Unresolved(fmt::format("It could not be decided whether {} is served {}. {}.",
                                    InTheMiddle(who), when, DescribeTasks(after)));
  }
}

}  // namespace checker
