// Sentences and small judgements that many verdicts share. Pure functions of what was seen.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/model/evidence.h"
#include "checker/model/verdict.h"

namespace checker {

// "pid 3 is blocked in recv() on client 1's socket (fd 4)"
std::string Describe(const TaskSeen& task);
// What every live task does, at most `most` of them: "pid 2 is blocked in accept() on the listening
// socket (fd 3); ..."
std::string DescribeTasks(const Observation& seen, std::size_t most = 4);
// "exited with status 1", "was killed by signal 11 (SIGSEGV)"
std::string DescribeEnd(int status);
// "signal 17 (SIGCHLD)"
std::string DescribeSignal(int signal);
// "pids 3, 5 and 7", "pid 3"
std::string Pids(const std::vector<int>& pids);
// "a, b, c"
std::string Joined(const std::vector<std::string>& words);
// "1 client", "3 clients"
std::string Plural(std::int64_t count, const std::string& one);
// The place of a client: "client 2 waits in the accept queue with 6 unread bytes"
std::string DescribeConnection(const Observation& seen, int client);
// Bytes as a student reads them: quoted, control characters as escapes, cut at 60.
std::string Quoted(std::string_view bytes);

// The observation as lines of evidence: tasks, who holds which socket, the clients' connections.
std::vector<EvidenceLine> Lines(const Observation& seen);

// Processes of `seen` that were not there in `before`: born since. Zombies are left out.
std::set<int> BornSince(const Observation& before, const Observation& seen);
// Live tasks (threads) of processes known in `before` that were not there then.
std::vector<const TaskSeen*> ThreadsBornSince(const Observation& before, const Observation& seen);

// The descriptor by which a process holds a client's connection; nullopt if it does not.
std::optional<int> DescriptorOf(const Observation& seen, int pid, int client);
std::optional<int> ListenerDescriptorOf(const Observation& seen, int pid);

// A fail if no process of the server is left in `seen`; it says how the server ended. context:
// "after its first client left".
std::optional<Verdict> FailIfEnded(const Observation& seen, const std::string& context);

// A fail if this client was accepted and, though another one has come since, whoever has its
// connection waits for the next: what it said will never be read. who: "The client".
std::optional<Verdict> FailIfNobodyReads(const ExchangeSeen& exchange, const Observation& later,
                                         const std::string& who);

// The verdict on an exchange that had to succeed: nullopt if it did; fail where the kernel's state
// proves that it cannot succeed any more; unresolved where two explanations fit. who: "the second
// client"; when: "while the first was silent".
std::optional<Verdict> FailUnlessServed(const ExchangeSeen& exchange, const std::string& who,
                                        const std::string& when);

}  // namespace checker
