// All checks that are linked in, in the catalogue's order.
#pragma once

#include <string_view>
#include <vector>

#include "checker/model/check.h"

namespace checker {

// Sorted by folder in the catalogue's order, inside a folder by the order in which ids stand in catalogue.cc.
const std::vector<const Check*>& Catalogue();
const Check* FindCheck(std::string_view id);

// A check announces itself: `const Registered kRegistered(kCheck);` at the end of its file.
class Registered {
 public:
  explicit Registered(const Check& check);
};

}  // namespace checker
