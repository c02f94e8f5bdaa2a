// Many submissions -> a report of each in one folder, and a journal that outlives a crash.
//
//   auto store = ReportStore::Open(out);
//   auto journal = Journal::Open(store->JournalPath());
//   Batch batch({.entries = entries, .words = ...}, *store, *journal);
//   auto counts = batch.Run(engine, watcher);
#pragma once

#include <csignal>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "checker/batch/engine.h"
#include "checker/batch/entries.h"
#include "checker/batch/journal.h"
#include "checker/batch/report_store.h"

namespace checker {

struct BatchPlan {
  std::vector<Entry> entries;
  std::string checker;            // the program that grades one submission; absolute
  std::string assignment;         // as its -a takes it; a file by its absolute path
  std::string assignment_digest;  // "" for auto
  std::string checker_digest;
  bool resume = false;  // leave alone what was graded, unless one of the digests has changed
};

struct BatchCounts {
  int entries = 0;
  int kept = 0;    // graded before, and nothing has changed
  int graded = 0;  // now
  int failed = 0;  // now: the checker or its machine failed
  int running = 0;

  int done() const { return kept + graded + failed; }
};

// Who wants to know how far a batch is. Each may be empty.
struct BatchWatcher {
  std::function<void(const BatchCounts&)> on_progress;  // a few times a second
  // A grading has ended; `trouble` is "" if it came to a report.
  std::function<void(const BatchCounts&, const std::string& name, const std::string& trouble)>
      on_end;
  // Not 0: starts nothing more and asks what is running to end. May be null.
  const volatile std::sig_atomic_t* stop = nullptr;
};

class Batch {
 public:
  Batch(BatchPlan plan, const ReportStore& store, Journal& journal);

  // An Error means that the batch as a whole cannot go on; one submission's trouble is counted.
  sandbox::Result<BatchCounts> Run(Engine& engine, const BatchWatcher& watcher);

 private:
  sandbox::Result<void> StartNext(Engine& engine);
  sandbox::Result<void> Collect(const Ended& ended);
  sandbox::Result<void> Failed(const std::string& name, const InfrastructureError& error);
  bool IsDone(const std::string& name, const Digests& digests) const;
  Job JobOf(const Entry& entry, const Digests& digests) const;

  const BatchPlan plan_;
  const ReportStore& store_;
  Journal& journal_;
  const BatchWatcher* watcher_ = nullptr;
  std::size_t next_ = 0;
  std::map<std::string, Digests> running_;
  BatchCounts counts_;
};

}  // namespace checker
