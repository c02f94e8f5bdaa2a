#include "reference/fault.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "reference/programs.h"

namespace checker::reference {
namespace {

std::vector<std::string> SplitAtCommas(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.ends_with(',')) word.pop_back();
    names.push_back(word);
  }
  return names;
}

struct Match {
  std::size_t covered = 0;
  std::string name;
};

Match Longest(const std::vector<std::string>& names, const std::string& id) {
  Match longest;
  for (const std::string& name : names) {
    if (const auto covered = Covers(name, id); covered > longest.covered) longest = {covered, name};
  }
  return longest;
}

}  // namespace

std::filesystem::path Fault::File() const { return Folder("faulty") / (name + ".patch"); }

Fault Fault::Read(const std::string& name) {
  Fault fault;
  fault.name = name;
  std::ifstream file(fault.File());
  for (std::string line; std::getline(file, line) && !line.starts_with("--- ");) {
    if (line.empty()) continue;
    const auto colon = line.find(": ");
    const std::string key = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
    if (key == "Program") {
      fault.program = value;
    } else if (key == "Fails") {
      fault.fails = value;
    } else if (key == "Explained") {
      fault.explained = SplitAtCommas(value);
    } else if (key == "Untested") {
      fault.untested = SplitAtCommas(value);
    } else if (key == "Applies") {
      fault.applies = SplitAtCommas(value);
    } else if (key == "Because") {
      fault.because = value;
    } else {
      throw std::runtime_error(name + ": what is \"" + line + "\"?");
    }
  }
  if (fault.program.empty() || fault.fails.empty() || fault.because.empty()) {
    throw std::runtime_error(name + ": Program:, Fails: or Because: is missing");
  }
  return fault;
}

Answers Fault::AnswersTo(const std::string& id, const Expectation& unpatched) const {
  if (id == fails) return {"fail"};
  if (Longest(applies, id).covered > 0) return {"pass"};
  const Match consequence = Longest(explained, id);
  const Match impossible = Longest(untested, id);
  const std::size_t covered = std::max(consequence.covered, impossible.covered);
  Answers answers;
  if (covered < id.size()) answers = unpatched.AnswersTo(id);
  if (covered > 0 && consequence.covered == covered) answers.merge(Answers{kExplained, "untested"});
  if (covered > 0 && impossible.covered == covered) {
    answers.merge(Answers{"untested", kNotApplicable});
  }
  return answers;
}

}  // namespace checker::reference
