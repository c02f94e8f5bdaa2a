// A program or submission that attacks the checker, and what is expected of grading it:
// hostile/NAME/expect.json.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace checker::reference {

struct HostileCase {
  // What a grading may end with: "full" (all points), "some" (fewer), "none" (0 points).
  std::set<std::string> scores;
  std::map<std::string, std::string> outcomes;  // of some checks, by id
  std::vector<std::string> report_says;         // words that stand in the report
  std::chrono::seconds at_most{60};
  bool quick = false;   // in the selection that every run of the tests makes
  bool guarded = true;  // holds also where nothing but a filter of system calls protects
  std::string attack;   // in a sentence

  // Throws std::runtime_error where the file cannot be understood.
  static HostileCase Read(const std::string& name);
};

std::vector<std::string> HostileNames();
std::filesystem::path HostileFolder(const std::string& name);

}  // namespace checker::reference
