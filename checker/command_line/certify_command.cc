#include "checker/command_line/certify_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "checker/certify/busy_processes.h"
#include "checker/certify/certify.h"
#include "checker/command_line/complaints.h"
#include "checker/command_line/watched_grading.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/intake/submission_reader.h"
#include "checker/judge/applicability.h"
#include "reports/report.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;

struct Subject {
  Submission submission;
  Assignment assignment;
};

Result<Subject> FindSubject(const CertifyArguments& arguments) {
  auto assignment = FindAssignment(arguments.assignment);
  if (!assignment) return assignment.error();
  std::string submission = arguments.subject;
  const bool is_file = fs::path(submission).extension() == ".json";
  if (is_file || !fs::exists(submission)) {
    assignment = FindAssignment(submission);
    if (!assignment)
      return Error("certify " + submission,
                   "neither a submission nor an assignment: " + assignment.error().Text());
    if (assignment->reference.empty())
      return Error("certify " + submission, "the assignment names no reference");
    submission = assignment->reference;
  }
  auto read = ReadSubmission(submission);
  if (!read) return read.error();
  return Subject{std::move(*read), WithoutImpossibleChecks(*assignment)};
}

std::string Times(const AnswersSeen& check) {
  std::string text;
  for (const auto& [answer, times] : check.times)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", answer, times);
  return text;
}

void WriteTable(const Certification& certification, std::ostream& out) {
  for (const AnswersSeen& check : certification.checks) {
    if (check.IsSteady() && check.times.contains(kDoesNotApply)) continue;
    out << fmt::format("{} {:<58}  {}\n", check.IsSteady() ? ' ' : '!', check.id, Times(check));
    if (check.IsSteady()) continue;
    for (const auto& [answer, sentence] : check.said) {
      out << fmt::format("    {}: {}\n", answer, reports::Sanitized(sentence, 400));
    }
  }
  const std::size_t changed = certification.Changed().size();
  out << fmt::format(
      "{} gradings, all but the first beside {} busy processes: {}\n", certification.gradings,
      certification.load,
      changed == 0 ? "no outcome changed" : fmt::format("{} outcomes changed (!)", changed));
}

void WriteJson(const Certification& certification, const Subject& subject, std::ostream& out) {
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const AnswersSeen& check : certification.checks)
    checks.push_back({{"id", check.id}, {"outcomes", check.times}});
  const nlohmann::ordered_json document = {
      {"submission", subject.submission.name}, {"assignment", subject.assignment.id},
      {"gradings", certification.gradings},    {"load", certification.load},
      {"changed", certification.Changed()},    {"checks", std::move(checks)}};
  out << document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace

int CertifyCommand(const CertifyArguments& arguments) {
  const auto subject = FindSubject(arguments);
  if (!subject) return UsageError(subject.error().Text());
  const auto grade = [&] {
    GradeOptions options;
    options.only = arguments.only;
    return GradeWatched(subject->submission, subject->assignment, std::move(options), false);
  };
  const auto certification = Certify(
      grade, {.repetitions = arguments.repetitions, .load = arguments.load.value_or(UsualLoad())});
  if (!certification) {
    const int code = CheckerFailed(certification.error());
    return WasInterrupted() ? InterruptedExitCode() : code;
  }
  if (arguments.json) {
    WriteJson(*certification, *subject, std::cout);
  } else {
    WriteTable(*certification, std::cout);
  }
  const int delivered = Delivered();
  return delivered != 0 ? delivered : certification->Changed().empty() ? 0 : 1;
}

}  // namespace checker
