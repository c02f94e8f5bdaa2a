#include "reports/roster.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>

namespace reports {
namespace {

using checker::ClassMember;
using checker::ClassReport;

std::string LowerCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string WithoutEnding(const std::string& name) {
  static const std::regex ending(R"((\.tar)?\.[a-z0-9]{1,5}$)");
  return std::regex_replace(name, ending, "");
}

// The rows whose keys fit a submission's name.
class Rows {
 public:
  explicit Rows(const std::vector<std::vector<std::string>>& keys) {
    for (std::size_t row = 0; row < keys.size(); ++row) {
      for (const std::string& key : keys[row]) {
        if (key.empty() || key == "-") continue;
        (key.starts_with('-') ? endings_ : wholes_)[LowerCase(key)].insert(row);
      }
    }
  }

  // The first spelling that anybody has decides, and what is said as a whole before an ending.
  std::set<std::size_t> For(const std::string& name) const {
    const auto spellings = SpellingsOf(name);
    for (const std::string& spelling : spellings) {
      if (const auto found = wholes_.find(spelling); found != wholes_.end()) return found->second;
    }
    for (const std::string& spelling : spellings) {
      for (auto at = spelling.find('-', 1); at != std::string::npos;
           at = spelling.find('-', at + 1)) {
        const auto found = endings_.find(spelling.substr(at));
        if (found != endings_.end()) return found->second;
      }
    }
    return {};
  }

 private:
  std::map<std::string, std::set<std::size_t>> wholes_;
  std::map<std::string, std::set<std::size_t>> endings_;
};

}  // namespace

std::vector<std::string> SpellingsOf(const std::string& given) {
  static const std::regex canvas(R"(^([^_]+)_(late_)?(\d+)_(\d+)_.*)");
  static const std::regex moodle(R"(^(.+)_(\d+)_assignsubmission_.*)");
  const std::string name = LowerCase(given);
  std::smatch parts;
  if (std::regex_match(name, parts, moodle)) return {parts[2], parts[1]};
  if (std::regex_match(name, parts, canvas)) return {parts[3], parts[1]};
  return {name, WithoutEnding(name)};
}

RosterMatch Match(const ClassReport& report, const std::vector<std::vector<std::string>>& keys) {
  RosterMatch match;
  match.member_of_row.resize(keys.size());
  const Rows rows(keys);
  std::map<std::size_t, std::vector<const ClassMember*>> claims;
  for (const ClassMember& member : report.members) {
    const auto found = rows.For(member.name);
    if (found.empty()) match.joined.not_in_roster.push_back(member.name);
    if (found.size() > 1) match.joined.ambiguous.push_back(member.name);
    if (found.size() == 1) claims[*found.begin()].push_back(&member);
  }
  for (const auto& [row, members] : claims) {
    if (members.size() == 1) match.member_of_row[row] = members.front();
    if (members.size() == 1) continue;
    for (const ClassMember* member : members) match.joined.ambiguous.push_back(member->name);
  }
  match.joined.without_submission =
      static_cast<int>(std::count(match.member_of_row.begin(), match.member_of_row.end(), nullptr));
  return match;
}

}  // namespace reports
