// The folder that a batch fills: which file of it says what.
//
//   reports/NAME.json, .html    the last grading that came to an end
//   errors/NAME.json            why the last one did not; gone once there is a report
//   journal.jsonl               what is done
//   .work/                      gradings that are under way
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

// Where a grading that is under way writes.
struct WorkFiles {
  std::string json;
  std::string html;
  std::string log;  // standard error
};

class ReportStore {
 public:
  // Makes the folders; an absolute path.
  static sandbox::Result<ReportStore> Open(const std::string& path);

  const std::string& path() const { return path_; }
  std::string JournalPath() const { return path_ + "/journal.jsonl"; }
  std::string WorkFolder() const { return path_ + "/.work"; }
  WorkFiles WorkOf(const std::string& name) const;
  std::string ReportPath(const std::string& name) const;
  // From the folder itself, for links.
  static std::string RelativePage(const std::string& name);

  // A finished grading becomes the report, whole and on disk; what failed before is forgotten.
  sandbox::Result<void> Publish(const std::string& name) const;
  // A failed one leaves the report alone that may be there.
  sandbox::Result<void> Record(const std::string& name, const InfrastructureError& error) const;
  // What a grading has left in the folder for work.
  void CleanUp(const std::string& name) const;

 private:
  explicit ReportStore(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace checker
