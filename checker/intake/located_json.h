// A JSON document that remembers where everything in it stands, for documents that people write.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sandbox/os/result.h"

namespace checker {

struct LocatedJson {
  nlohmann::json root;
  std::map<std::string, int> lines;  // from 1; by JSON pointer (RFC 6901): "" is the document

  int LineOf(const std::string& pointer) const;
};

// An Error says in its reason on which line the text is no JSON, or holds the same key twice in one
// object (which JSON leaves open, and which parsers settle in silence).
sandbox::Result<LocatedJson> ParseLocatedJson(std::string_view text);

// "/checks" + "a/b" -> "/checks/a~1b"
std::string Below(const std::string& pointer, std::string_view key);

}  // namespace checker
