#include "checker/batch/batch.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "checker/batch/read_report.h"

namespace checker {
namespace {

using sandbox::Result;
using std::chrono::milliseconds;

constexpr milliseconds kBetweenLooks{250};
constexpr std::size_t kMostComplaint = 300;

// What a grading has complained of last, for one that left no document behind.
std::string LastLineOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) last = line.substr(0, kMostComplaint);
  }
  return last.empty() ? "it left no report" : last;
}

}  // namespace

Batch::Batch(BatchPlan plan, const ReportStore& store, Journal& journal)
    : plan_(std::move(plan)), store_(store), journal_(journal) {
  counts_.entries = static_cast<int>(plan_.entries.size());
}

Result<BatchCounts> Batch::Run(Engine& engine, const BatchWatcher& watcher) {
  watcher_ = &watcher;
  for (bool stopping = false;;) {
    if (!stopping && watcher.stop != nullptr && *watcher.stop != 0) {
      stopping = true;
      engine.Stop();
    }
    while (!stopping && next_ < plan_.entries.size() && engine.HasRoom()) {
      if (auto started = StartNext(engine); !started) return started.error();
    }
    counts_.running = engine.running();
    if (watcher.on_progress) watcher.on_progress(counts_);
    if (counts_.running == 0 && (stopping || next_ == plan_.entries.size())) return counts_;
    const auto ended = engine.Wait(kBetweenLooks);
    if (!ended) return ended.error();
    for (const Ended& one : *ended) {
      if (stopping) store_.CleanUp(one.name);  // what was asked to end says nothing
      if (stopping) continue;
      if (auto collected = Collect(one); !collected) return collected.error();
    }
  }
}

Result<void> Batch::StartNext(Engine& engine) {
  const Entry& entry = plan_.entries[next_++];
  const auto digest = DigestOf(entry);
  Digests digests = {digest ? *digest : "", plan_.assignment_digest, plan_.checker_digest};
  if (plan_.resume && digest && IsDone(entry.name, digests)) {
    ++counts_.kept;
    return {};
  }
  if (!digest) {
    running_[entry.name] = std::move(digests);
    return Failed(entry.name, {digest.error().operation(), digest.error().reason()});
  }
  const Job job = JobOf(entry, digests);
  running_[entry.name] = std::move(digests);
  if (!engine.IsUnderWay(job)) store_.CleanUp(entry.name);
  return engine.Start(job);
}

bool Batch::IsDone(const std::string& name, const Digests& digests) const {
  const JournalLine* graded = journal_.LastGraded(name);
  struct stat status;
  return graded != nullptr && !digests.submission.empty() && graded->digests == digests &&
         stat(store_.ReportPath(name).c_str(), &status) == 0;
}

Job Batch::JobOf(const Entry& entry, const Digests& digests) const {
  const WorkFiles files = store_.WorkOf(entry.name);
  return {.name = entry.name,
          .identity = digests.submission + " " + digests.assignment + " " + digests.checker,
          .words = {plan_.checker, "grade", "--report", "json=" + files.json, "--report",
                    "html=" + files.html, "-a", plan_.assignment, entry.path},
          .log = files.log};
}

Result<void> Batch::Collect(const Ended& ended) {
  const WorkFiles files = store_.WorkOf(ended.name);
  const auto document = ReadReportFile(files.json);
  if (const auto* error = std::get_if<InfrastructureError>(&document)) {
    const bool by_itself = ended.trouble.empty();
    return Failed(ended.name,
                  by_itself ? *error : InfrastructureError{"the grading", ended.trouble});
  }
  if (std::holds_alternative<reports::NoReport>(document) || !ended.trouble.empty()) {
    const bool by_itself = ended.trouble.empty();
    return Failed(ended.name, {"the grading", by_itself ? LastLineOf(files.log) : ended.trouble});
  }
  if (auto published = store_.Publish(ended.name); !published) return published;
  auto digests = running_.extract(ended.name);
  ++counts_.graded;
  if (watcher_->on_end) watcher_->on_end(counts_, ended.name, "");
  return journal_.Add({ended.name, digests.mapped(), true, ""});
}

Result<void> Batch::Failed(const std::string& name, const InfrastructureError& error) {
  if (auto recorded = store_.Record(name, error); !recorded) return recorded;
  auto digests = running_.extract(name);
  ++counts_.failed;
  const std::string trouble = error.operation + ": " + error.reason;
  if (watcher_->on_end) watcher_->on_end(counts_, name, trouble);
  return journal_.Add({name, digests.mapped(), false, trouble});
}

}  // namespace checker
