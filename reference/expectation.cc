#include "reference/expectation.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace checker::reference {
namespace {

using nlohmann::json;
using Word = std::optional<std::string>;

const std::set<std::string> kOutcomes = {"pass", "fail", "unresolved", "untested", "unsupported"};

std::vector<json> AsList(const json& value) {
  return value.is_array() ? std::vector<json>(value.begin(), value.end())
                          : std::vector<json>{value};
}

std::set<Word> ReadWords(const json& value) {
  std::set<Word> words;
  for (const json& one : AsList(value)) {
    words.insert(one.is_null() ? Word() : one.get<std::string>());
  }
  return words;
}

Answers ReadAnswers(const json& value) {
  Answers answers;
  for (const json& one : AsList(value)) {
    const auto word = one.get<std::string>();
    if (!kOutcomes.contains(word)) throw std::runtime_error("no outcome: " + word);
    answers.insert(word);
    if (word == "fail") answers.insert(kExplained);
  }
  return answers;
}

// As the report has it: what is not known is null.
Word Known(const std::string& name) {
  return name == "unknown" || name == "none" ? Word() : Word(name);
}

std::map<std::string, Word> FactsOf(const std::optional<ServerFacts>& server) {
  std::map<std::string, Word> facts = {{"design", "unknown"}};
  if (!server) return facts;
  facts["design"] = Name(server->design);
  facts["port_source"] = Known(Name(server->port_source));
  if (!server->exchange) return facts;
  const Exchange& exchange = *server->exchange;
  facts["exchange.speaks_first"] = Known(Name(exchange.speaks_first));
  facts["exchange.reply"] = Known(Name(exchange.reply));
  facts["exchange.ends"] = Known(Name(exchange.ends));
  facts["exchange.framing"] = Known(Name(exchange.framing));
  facts["exchange.learned_from"] = Known(Name(exchange.learned_from));
  return facts;
}

std::string Text(const std::set<Word>& words) {
  std::string text;
  for (const Word& word : words) text += (text.empty() ? "" : " or ") + word.value_or("nothing");
  return text;
}

}  // namespace

std::size_t Covers(const std::string& name, const std::string& id) {
  if (name == "*") return id.starts_with("build/") ? 0 : 1;
  const bool covered = name.ends_with('/') ? id.starts_with(name) : id == name;
  return covered ? name.size() : 0;
}

Expectation Expectation::Read(const std::filesystem::path& program) {
  std::ifstream file(program / "expect.json");
  const json document = json::parse(file);
  Expectation expectation;
  for (const auto& [key, value] : document.items()) {
    if (key == "assignment") {
      expectation.assignment_ = value.get<std::string>();
    } else if (key == "outcomes") {
      for (const auto& [name, answers] : value.items()) {
        expectation.outcomes_[name] = ReadAnswers(answers);
      }
    } else if (key == "not_applicable") {
      expectation.not_applicable_ = value.get<std::vector<std::string>>();
    } else if (key == "exchange" && value.is_object()) {
      for (const auto& [part, words] : value.items()) {
        expectation.facts_["exchange." + part] = ReadWords(words);
      }
    } else if (key == "exchange" && value.is_null()) {
      for (const char* part : {"speaks_first", "reply", "ends", "framing"}) {
        expectation.facts_["exchange." + std::string(part)] = {Word()};
      }
    } else if (key == "design" || key == "port_source") {
      expectation.facts_[key] = ReadWords(value);
    } else {
      throw std::runtime_error(program.string() + "/expect.json: what is \"" + key + "\"?");
    }
  }
  return expectation;
}

Answers Expectation::AnswersTo(const std::string& id) const {
  std::string longest;
  Answers answers = {"pass"};
  for (const auto& [name, expected] : outcomes_) {
    if (Covers(name, id) <= longest.size()) continue;
    longest = name;
    answers = expected;
  }
  if (!not_applicable_) {
    if (longest != id) answers.insert(kNotApplicable);
    return answers;
  }
  const bool applies = std::none_of(not_applicable_->begin(), not_applicable_->end(),
                                    [&](const std::string& name) { return Covers(name, id) > 0; });
  return applies ? answers : Answers{kNotApplicable};
}

bool Expectation::ExpectsFullMarks() const {
  return std::all_of(outcomes_.begin(), outcomes_.end(),
                     [](const auto& named) { return named.second == Answers{"pass"}; });
}

std::vector<std::string> Expectation::WrongFacts(const std::optional<ServerFacts>& server) const {
  const auto facts = FactsOf(server);
  std::vector<std::string> wrong;
  for (const auto& [key, expected] : facts_) {
    const auto found = facts.find(key);
    const Word got = found == facts.end() ? Word() : found->second;
    if (expected.contains(got)) continue;
    wrong.push_back(key + ": expected " + Text(expected) + ", got " + Text({got}));
  }
  return wrong;
}

}  // namespace checker::reference
