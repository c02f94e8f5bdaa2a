// JSON documents of platforms: members in the order in which they are written, and valid UTF-8
// whatever happens.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace reports {

using Json = nlohmann::ordered_json;

enum class Shape { kIndented, kOneLine };

inline void WriteDocument(const Json& document, std::ostream& out, Shape shape = Shape::kIndented) {
  const int indent = shape == Shape::kOneLine ? -1 : 2;
  out << document.dump(indent, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace reports
