// All checks that are linked in, in the catalogue's order.
#pragma once

#include <string_view>
#include <vector>

#include "checker/model/check.h"

namespace checker {

// Sorted by folder in the catalogue's order, inside a folder by the order in which ids stand in
// catalogue.cc.
const std::vector<const Check*>& Catalogue();
const Check* FindCheck(std::string_view id);

// Whether the catalogue has an id that begins with it, be its check written yet or not.
bool IsReservedPrefix(std::string_view prefix);
// Whether it is the whole id of a check, linked or reserved.
bool IsId(std::string_view id);

// Whether `id` comes before `other`. An id that is not listed comes last in its folder,
// alphabetically; an unknown folder comes last of all.
bool InCatalogueOrder(std::string_view id, std::string_view other);

// A check announces itself: `const Registered kRegistered(kCheck);` at the end of its file. The
// check must live as long as the program; a second check with the same id ends the program.
class Registered {
 public:
  explicit Registered(const Check& check);
};

}  // namespace checker
