#include "reference/lane.h"

#include <unistd.h>

namespace checker::reference {
namespace {

constexpr int kPlainUser =
    61'234;  // nobody's here, so that what belongs to it was made in the lane

}  // namespace

int UserOf(Lane lane) { return lane == Lane::kHere || lane == Lane::kContainer ? 0 : kPlainUser; }

std::vector<std::string> PrefixOf(Lane lane, const std::string& bin) {
  std::vector<std::string> words;
  if (lane == Lane::kContainer || lane == Lane::kContainerUser) words = {bin + "/in_container"};
  if (lane == Lane::kGuarded) words = {bin + "/in_container", "--no-landlock"};
  if (UserOf(lane) != 0) {
    const std::string user = std::to_string(kPlainUser);
    for (const std::string& word : {std::string("/usr/bin/setpriv"), "--reuid=" + user,
                                    "--regid=" + user, std::string("--clear-groups")}) {
      words.push_back(word);
    }
  }
  return words;
}

bool HidesControlGroups(Lane lane) { return lane != Lane::kHere && lane != Lane::kPlainUser; }

std::string WhyNot(Lane lane) {
  if (lane == Lane::kHere || geteuid() == 0) return "";
  return "only root can put on what others wear";
}

std::string Name(Lane lane) {
  switch (lane) {
    case Lane::kHere: return "Here";
    case Lane::kPlainUser: return "PlainUser";
    case Lane::kContainer: return "Container";
    case Lane::kContainerUser: return "ContainerUser";
    case Lane::kGuarded: return "Guarded";
  }
  return "";
}

void PrintTo(Lane lane, std::ostream* out) { *out << Name(lane); }

}  // namespace checker::reference
