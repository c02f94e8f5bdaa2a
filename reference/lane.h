// Surroundings that a checker may find itself in, emulated on this machine.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace checker::reference {

enum class Lane {
  kHere,           // as whoever runs the tests
  kPlainUser,      // a user without rights; user namespaces may be had
  kContainer,      // root in a default container: no namespaces, 14 capabilities, no control groups
  kContainerUser,  // a plain user in such a container
  kGuarded,        // such a user on a kernel without Landlock
};

// The user that the checker runs as; 0 where it stays who it is.
int UserOf(Lane lane);

// The words that come before the checker's own. `bin` is where in_container lies.
std::vector<std::string> PrefixOf(Lane lane, const std::string& bin);

bool HidesControlGroups(Lane lane);

// Why this lane cannot be had here; "" where it can.
std::string WhyNot(Lane lane);

std::string Name(Lane lane);
void PrintTo(Lane lane, std::ostream* out);

}  // namespace checker::reference
