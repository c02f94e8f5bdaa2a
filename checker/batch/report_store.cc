#include "checker/batch/report_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "checker/intake/fingerprint.h"
#include "reports/report.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

// A file's name has at most 255 bytes, and ours have an ending.
constexpr std::size_t kLongestName = 245;
constexpr std::size_t kBeginning = 180;

std::string FileName(const std::string& name, const char* ending) {
  if (name.size() <= kLongestName) return name + ending;
  return name.substr(0, kBeginning) + "-" + Sha256(name) + ending;
}

Result<void> Move(const std::string& from, const std::string& to) {
  const sandbox::UniqueFd file(open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || fsync(file.get()) != 0) return ErrnoError("read " + from);
  if (std::rename(from.c_str(), to.c_str()) != 0) return ErrnoError("rename to " + to);
  return {};
}

}  // namespace

Result<ReportStore> ReportStore::Open(const std::string& path) {
  ReportStore store(fs::absolute(path).lexically_normal().string());
  for (const char* folder : {"/reports", "/errors", "/.work"}) {
    std::error_code error;
    fs::create_directories(store.path_ + folder, error);
    if (error) return Error("make the folder " + store.path_ + folder, error.message());
  }
  return store;
}

WorkFiles ReportStore::WorkOf(const std::string& name) const {
  const std::string folder = WorkFolder() + "/";
  return {folder + FileName(name, ".json"), folder + FileName(name, ".html"),
          folder + FileName(name, ".log")};
}

std::string ReportStore::ReportPath(const std::string& name) const {
  return path_ + "/reports/" + FileName(name, ".json");
}

std::string ReportStore::RelativePage(const std::string& name) {
  return "reports/" + FileName(name, ".html");
}

Result<void> ReportStore::Publish(const std::string& name) const {
  const WorkFiles work = WorkOf(name);
  if (auto moved = Move(work.html, path_ + "/" + RelativePage(name)); !moved) return moved;
  if (auto moved = Move(work.json, ReportPath(name)); !moved) return moved;
  std::remove((path_ + "/errors/" + FileName(name, ".json")).c_str());
  CleanUp(name);
  return {};
}

Result<void> ReportStore::Record(const std::string& name, const InfrastructureError& error) const {
  const std::string temporary = WorkOf(name).json;
  std::ofstream file(temporary, std::ios::trunc);
  reports::FindFormat("json")->write_error(error, {}, file);
  if (!file.flush()) return Error("write " + temporary, "it takes no more");
  if (auto moved = Move(temporary, path_ + "/errors/" + FileName(name, ".json")); !moved) {
    return moved;
  }
  CleanUp(name);
  return {};
}

void ReportStore::CleanUp(const std::string& name) const {
  const WorkFiles work = WorkOf(name);
  for (const std::string& path : {work.json, work.html, work.log}) std::remove(path.c_str());
}

}  // namespace checker
