// What a batch has done, a line for each grading that has ended, so that it can be told after a
// crash.
//
//   auto journal = Journal::Open(out + "/journal.jsonl");
//   if (!journal->IsGraded("anna", of_now)) ...
//   journal->Add({.name = "anna", .digests = of_now, .graded = true});
#pragma once

#include <map>
#include <string>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

// What a grading's outcome depends on. SHA-256 each; the assignment's may be "" (auto).
struct Digests {
  std::string submission;
  std::string assignment;
  std::string checker;
  bool operator==(const Digests&) const = default;
};

struct JournalLine {
  std::string name;
  Digests digests;
  bool graded = false;  // else the checker or its machine failed
  std::string trouble;  // "operation: reason" where it did
};

class Journal {
 public:
  // Reads what is there and takes the lock: two batches into one folder would not know of each
  // other. Lines that are no whole ones were being written when somebody pulled the plug.
  static sandbox::Result<Journal> Open(const std::string& path);

  // On disk when it returns.
  sandbox::Result<void> Add(const JournalLine& line);

  // The last grading of this name that came to a report, nullptr if none did.
  const JournalLine* LastGraded(const std::string& name) const;
  // The last one that did not, if no other came after it.
  const JournalLine* LastTrouble(const std::string& name) const;

 private:
  explicit Journal(sandbox::UniqueFd file) : file_(std::move(file)) {}
  void Remember(JournalLine line);

  sandbox::UniqueFd file_;
  std::map<std::string, JournalLine> graded_;
  std::map<std::string, JournalLine> troubles_;
};

}  // namespace checker
