// How long a person waits for a grade, measured in compilations of the same program: both take
// turns, so that a busy machine slows both. usage: grading_bench [COMMAND], which is ./grade.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "reference/command.h"
#include "reference/fault.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kRounds = 15;

double TimeOf(const std::vector<std::string>& words) {
  const auto begin = std::chrono::steady_clock::now();
  RunCommand(words, Output::kDropped);
  return Milliseconds(std::chrono::steady_clock::now() - begin).count();
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// True if a grading costs at most `goal` compilations.
bool Compare(const std::string& command, const std::string& title, const Copy& copy, double goal) {
  const std::vector<std::string> compile = {"gcc",
                                            "-std=gnu17",
                                            "-g",
                                            "-O0",
                                            "-fstack-protector-strong",
                                            "-Wall",
                                            "-Wextra",
                                            "-pthread",
                                            "-o",
                                            copy.path().parent_path() / "server",
                                            copy.path() / "server.c"};
  const std::vector<std::string> grade = {command, copy.path(), "--exit-zero"};
  // Once for what is cold, and since ./grade may have to build.
  if (RunCommand(compile, Output::kDropped) != 0 || RunCommand(grade, Output::kDropped) != 0) {
    fmt::print("{}: cannot be compiled or graded\n", title);
    return false;
  }
  std::vector<double> compilations;
  std::vector<double> gradings;
  for (int i = 0; i < kRounds; ++i) {
    compilations.push_back(TimeOf(compile));
    gradings.push_back(TimeOf(grade));
  }
  const double ratio = Median(gradings) / Median(compilations);
  fmt::print("{}: grading {:.0f} ms, gcc {:.0f} ms, ratio {:.1f} (goal: at most {:.0f}){}\n", title,
             Median(gradings), Median(compilations), ratio, goal, ratio <= goal ? "" : " MISSED");
  return ratio <= goal;
}

}  // namespace
}  // namespace checker::reference

int main(int argc, char** argv) {
  using namespace checker::reference;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string command = argc > 1 ? argv[1] : GRADE_COMMAND;
  const Copy correct(Folder("correct") / "fork");
  const bool correct_in_time = Compare(command, "correct/fork", correct, 10);
  const Fault fault = Fault::Read("never-reaps");
  const Copy faulty(Folder("correct") / fault.program);
  const bool faulty_in_time =
      faulty.Patch(fault.File()) && Compare(command, "faulty/" + fault.name, faulty, 16);
  return correct_in_time && faulty_in_time ? 0 : 1;
}
