// One object of a document that people write, read key by key. What is wrong is collected, so that
// everything is said at once, with the line and the place inside the document.
//
//   Section launch(document, "/launch", &complaints);
//   const std::string host = launch.Text("host", "127.0.0.1");
//   launch.Finish();                              // whatever was not asked for is an unknown key
//
// A key that is null counts as absent. Keys that begin with "$comment" are skipped: JSON has no
// other way to explain itself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/intake/located_json.h"

namespace checker {

class Complaints {
 public:
  void Add(int line, const std::string& pointer, const std::string& text);
  bool empty() const { return texts_.empty(); }
  // By line: "line 12, /design: expected ...".
  std::string Text() const;

 private:
  std::multimap<int, std::string> texts_;
};

class Section {
 public:
  Section(const LocatedJson& document, std::string pointer, Complaints* complaints);

  // nullptr where the key is absent. Values of the wrong type are complained about and count as
  // absent.
  const nlohmann::json* Get(const std::string& key);
  std::optional<std::string> Text(const std::string& key);
  std::string Text(const std::string& key, const std::string& otherwise);
  std::optional<int> Number(const std::string& key, int least, int most);
  bool Flag(const std::string& key, bool otherwise);
  std::vector<std::string> Texts(const std::string& key);
  std::map<std::string, std::string> TextMap(const std::string& key);
  std::optional<Section> Object(const std::string& key);
  std::vector<Section> Objects(const std::string& key);  // an array of them

  // One of the words, as its value.
  template <typename Value>
  std::optional<Value> Choice(const std::string& key,
                              const std::vector<std::pair<std::string, Value>>& words);

  std::vector<std::string> Keys() const;  // without comments, in alphabetical order
  void Finish();

  void Complain(const std::string& key,
                const std::string& text);  // key "": about the object itself
  void ExpectedButFound(const std::string& key, const std::string& expected);
  // A key that has a meaning which this checker does not know yet.
  void NotSupported(const std::string& key, const std::string& what);

 private:
  static bool IsComment(const std::string& key) { return key.starts_with("$comment"); }

  const LocatedJson* document_;
  std::string pointer_;
  Complaints* complaints_;
  const nlohmann::json* object_;
  std::set<std::string> known_;
};

template <typename Value>
std::optional<Value> Section::Choice(const std::string& key,
                                     const std::vector<std::pair<std::string, Value>>& words) {
  const nlohmann::json* found = Get(key);
  if (found == nullptr) return std::nullopt;
  std::string expected;
  for (const auto& [word, value] : words) {
    if (*found == word) return value;
    expected += (expected.empty() ? "\"" : ", \"") + word + "\"";
  }
  ExpectedButFound(key, "one of " + expected);
  return std::nullopt;
}

}  // namespace checker
