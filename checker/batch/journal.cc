#include "checker/batch/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

namespace checker {
namespace {

using Json = nlohmann::ordered_json;
using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

std::string Written(const JournalLine& line) {
  Json json = {{"submission", line.name},
               {"outcome", line.graded ? "graded" : "error"},
               {"submission_sha256", line.digests.submission},
               {"assignment_sha256", line.digests.assignment},
               {"checker_sha256", line.digests.checker}};
  if (!line.graded) json["reason"] = line.trouble;
  // A name that is no UTF-8 is not found again, and its submission is graded again.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

JournalLine Read(const Json& json) {
  const bool graded = json.at("outcome") == "graded";
  return {.name = json.at("submission"),
          .digests = {json.at("submission_sha256"), json.at("assignment_sha256"),
                      json.at("checker_sha256")},
          .graded = graded,
          .trouble = graded ? "" : json.at("reason").get<std::string>()};
}

const JournalLine* Find(const std::map<std::string, JournalLine>& lines, const std::string& name) {
  const auto found = lines.find(name);
  return found == lines.end() ? nullptr : &found->second;
}

}  // namespace

Result<Journal> Journal::Open(const std::string& path) {
  sandbox::UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!file) return ErrnoError("open " + path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error("write " + path, "another batch is writing it");
  }
  Journal journal(std::move(file));
  std::ifstream lines(path, std::ios::binary);
  bool cut_short = false;
  for (std::string line; std::getline(lines, line);) {
    cut_short = lines.eof();
    try {
      journal.Remember(Read(Json::parse(line)));
    } catch (const nlohmann::json::exception&) {
      continue;
    }
  }
  if (cut_short && write(journal.file_.get(), "\n", 1) != 1) return ErrnoError("write " + path);
  return journal;
}

Result<void> Journal::Add(const JournalLine& line) {
  const std::string text = Written(line);
  const auto size = write(file_.get(), text.data(), text.size());
  if (size != static_cast<ssize_t>(text.size())) return ErrnoError("write the journal");
  if (fdatasync(file_.get()) != 0) return ErrnoError("write the journal to disk");
  Remember(line);
  return {};
}

void Journal::Remember(JournalLine line) {
  const std::string name = line.name;
  if (line.graded) troubles_.erase(name);
  (line.graded ? graded_ : troubles_)[name] = std::move(line);
}

const JournalLine* Journal::LastGraded(const std::string& name) const {
  return Find(graded_, name);
}

const JournalLine* Journal::LastTrouble(const std::string& name) const {
  return Find(troubles_, name);
}

}  // namespace checker
