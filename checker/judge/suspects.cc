#include "checker/judge/suspects.h"

#include <algorithm>

#include "checker/model/catalogue.h"

namespace checker {
namespace {

// No call instruction is longer: System V ABI, "bnd call *slot(%rip)".
constexpr std::uint64_t kLongestCall = 7;

struct Question {
  CheckResult* result = nullptr;
  Suspect suspect = Suspect::kNone;
};

std::vector<Question> Questions(RunResult* run) {
  std::vector<Question> questions;
  for (CheckResult& result : run->checks) {
    const Check* check = FindCheck(result.id);
    const bool open = result.outcome == Outcome::kFail && !result.source;
    if (open && check != nullptr && check->suspect != Suspect::kNone)
      questions.push_back({&result, check->suspect});
  }
  return questions;
}

// The call of a library's function that ends just before this address. What jumps to a library
// instead of calling it leaves the address behind some other call.
std::optional<std::uint64_t> CallBefore(const CallSites& sites, std::uint64_t address) {
  for (const auto& [name, calls] : sites.calls) {
    for (const std::uint64_t call : calls) {
      if (call < address && address - call <= kLongestCall) return call;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> Answer(const CallSites& sites, const Question& question,
                                    const RunResult& run) {
  if (question.suspect != Suspect::kSleeping) return OnlyCall(sites, question.suspect);
  const auto sleep = run.sleeps_at.find(question.result->id);
  return sleep == run.sleeps_at.end() ? std::nullopt : CallBefore(sites, sleep->second);
}

std::vector<std::string> FilesNamed(const Submission& submission, const std::string& name) {
  std::vector<std::string> found;
  const auto add = [&](const std::string& path) {
    if (path == name || path.ends_with("/" + name)) found.push_back(path);
  };
  for (const SourceFile& source : submission.sources) add(source.path);
  for (const std::string& path : submission.other_files) add(path);
  return found;
}

}  // namespace

void CompleteSources(const Submission& submission, RunResult* run) {
  for (CheckResult& result : run->checks) {
    if (!result.source) continue;
    const std::vector<std::string> files = FilesNamed(submission, result.source->file);
    if (files.size() == 1) {
      result.source->file = files.front();
    } else {
      result.source.reset();
    }
  }
}

void NameSuspects(const ProgramReader& program, RunResult* run) {
  const std::vector<Question> questions = Questions(run);
  if (questions.empty()) return;
  const auto sites = program.ReadCalls();
  if (!sites || !*sites) return;
  std::vector<CheckResult*> asked;
  std::vector<std::uint64_t> addresses;
  for (const Question& question : questions) {
    const auto address = Answer(**sites, question, *run);
    if (!address) continue;
    asked.push_back(question.result);
    addresses.push_back(*address);
  }
  const auto lines = program.LinesOf(addresses);
  for (std::size_t i = 0; lines && i < asked.size(); ++i) asked[i]->source = (*lines)[i];
}

}  // namespace checker
