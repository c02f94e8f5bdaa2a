#include "reference/hostile_case.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reference/programs.h"

namespace checker::reference {
namespace {

using nlohmann::json;

std::set<std::string> ReadScores(const json& value) {
  const std::set<std::string> known = {"full", "some", "none"};
  std::set<std::string> scores;
  for (const json& word : value.is_array() ? value : json::array({value})) {
    if (!known.contains(word)) throw std::runtime_error("no score: " + word.dump());
    scores.insert(word);
  }
  return scores;
}

}  // namespace

std::filesystem::path HostileFolder(const std::string& name) { return Folder("hostile") / name; }

std::vector<std::string> HostileNames() { return ProgramNames("hostile"); }

HostileCase HostileCase::Read(const std::string& name) {
  std::ifstream file(HostileFolder(name) / "expect.json");
  HostileCase one;
  const json document = json::parse(file);
  for (const auto& [key, value] : document.items()) {
    if (key == "attack") {
      one.attack = value;
    } else if (key == "score") {
      one.scores = ReadScores(value);
    } else if (key == "outcomes") {
      one.outcomes = value.get<std::map<std::string, std::string>>();
    } else if (key == "report_says") {
      one.report_says = value.get<std::vector<std::string>>();
    } else if (key == "at_most_s") {
      one.at_most = std::chrono::seconds(value.get<int>());
    } else if (key == "quick") {
      one.quick = value;
    } else if (key == "guarded") {
      one.guarded = value;
    } else {
      throw std::runtime_error(name + "/expect.json: what is \"" + key + "\"?");
    }
  }
  return one;
}

}  // namespace checker::reference
