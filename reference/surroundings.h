// What a grading must leave as it was: processes, mounts, ports, control groups, and objects and
// files that outlive processes.
#pragma once

#include <string>
#include <vector>

namespace checker::reference {

// Where this process may (it takes root), it moves into namespaces of its own with an empty
// /dev/shm and /var/tmp, so that what is found afterwards was left by what it has started. Once per
// process.
bool MakeOwnSurroundings();

// Orphans of what this process starts become its children.
void AdoptOrphans();

// Until this process has no child, or 12 s: a launcher whose checker was killed takes a moment to
// end its box.
void AwaitOrphans();

// Where this process may: a control group for what it starts, which bounds what an attack costs
// this machine where nothing else does, and shows which groups were left in it.
class OwnControlGroups {
 public:
  OwnControlGroups();
  OwnControlGroups(const OwnControlGroups&) = delete;
  ~OwnControlGroups();

  // To be called in the child that becomes the checker.
  void Enter() const;
  std::vector<std::string> Leftovers() const;

 private:
  std::vector<std::string> groups_;
};

// Each a line about something that was left behind. Collects children that have ended.
std::vector<std::string> LeftBehind();

// Names in a folder, sorted; none where it cannot be read.
std::vector<std::string> NamesIn(const std::string& folder);

}  // namespace checker::reference
