// What somebody may have meant who wrote an id that does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace checker {

// At most three of `names`, the likeliest first: those that contain `written`, and those a few
// letters away from it, with or without their folder.
std::vector<std::string> CloseMatches(std::string_view written,
                                      const std::vector<std::string>& names);

}  // namespace checker
