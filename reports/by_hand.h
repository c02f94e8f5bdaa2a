// How a person looks at what the checks of a folder look at, with tools that every Linux has.
#pragma once

#include <string_view>
#include <vector>

namespace reports {

struct Step {
  std::string_view command;  // PORT and PID stand for the server's
  std::string_view shows;
};

// Empty for a folder that nobody knows.
std::vector<Step> ByHand(std::string_view folder);

}  // namespace reports
