#include "checker/learn/launch_forms.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace checker {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return lower;
}

bool Contains(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

// What stands for one word of a usage line.
std::string Guess(const std::string& word) {
  const std::string bare = Lower(word);
  if (Contains(bare, "port")) return "{port}";
  if (Contains(bare, "ip") || Contains(bare, "addr") || Contains(bare, "host")) return "127.0.0.1";
  if (Contains(bare, "file") || Contains(bare, "dir") || Contains(bare, "root") || Contains(bare, "path")) return ".";
  if (Contains(bare, "num") || Contains(bare, "count") || Contains(bare, "max") || Contains(bare, "thread")) {
    if (!Contains(bare, "|")) return "4";
  }
  return word;
}

// "<mode: fork|thread>" -> "fork"
std::string FirstAlternative(std::string word) {
  const std::size_t colon = word.find(':');
  if (colon != std::string::npos) word.erase(0, colon + 1);
  const std::size_t bar = word.find('|');
  if (bar != std::string::npos) word.erase(bar);
  const auto is_space = [](unsigned char letter) { return std::isspace(letter) != 0; };
  word.erase(std::remove_if(word.begin(), word.end(), is_space), word.end());
  return word;
}

// The words of a usage line behind the program's name. What stands in brackets is one word.
std::vector<std::string> UsageWords(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  int depth = 0;
  for (const char letter : line) {
    if (letter == '<' || letter == '[' || letter == '{' || letter == '(') {
      ++depth;
      continue;
    }
    if (letter == '>' || letter == ']' || letter == '}' || letter == ')') {
      --depth;
      if (depth > 0) continue;
    }
    const bool ends = std::isspace(static_cast<unsigned char>(letter)) || letter == '>' ||
                      letter == ']' || letter == '}' || letter == ')';
    if (ends && depth <= 0) {
      if (!word.empty()) words.push_back(word);
      word.clear();
    } else {
      word += letter;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

}  // namespace

std::string AnswerToPrompt(std::string_view asked) {
  const std::string words = Lower(asked);
  const auto asks_for = [&words](std::initializer_list<std::string_view> any) {
    return std::any_of(any.begin(), any.end(), [&words](std::string_view word) { return Contains(words, word); });
  };
  if (asks_for({"port"})) return "{port}";
  if (asks_for({"ip ", "ip:", "addr", "host"})) return "127.0.0.1";
  if (asks_for({"time"})) return "1";
  if (asks_for({"second", "delay", "sleep"})) return "0";
  if (asks_for({"how many", "number of", "max", "backlog", "client", "thread", "worker"})) return "4";
  return "{port}";
}

std::vector<std::vector<std::string>> UsualArguments() {
  return {{}, {"{port}"}, {"127.0.0.1", "{port}"}, {"{port}", "127.0.0.1"}, {"127.0.0.1"}, {"-p", "{port}"}};
}

std::vector<LaunchForm> UsualClientForms() {
  return {{{"{host}", "{port}"}, {}}, {{"{port}"}, {}}, {{"{port}", "{host}"}, {}},
          {{}, {}},                   {{"{host}"}, {}}, {{}, {"{host}", "{port}"}},
          {{}, {"{port}"}},           {{"{host}", "{port}", "{message}"}, {}}};
}

std::vector<std::string> ArgumentsFromUsage(std::string_view output) {
  std::istringstream lines{std::string(output)};
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t usage = Lower(line).find("usage");
    if (usage == std::string::npos) continue;
    std::string rest = line.substr(usage + 5);
    if (const std::size_t colon = rest.find_first_of(":-="); colon != std::string::npos && colon < 3) {
      rest.erase(0, colon + 1);
    }
    std::vector<std::string> words = UsageWords(rest);
    if (words.size() < 2) continue;
    std::vector<std::string> arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
      std::string word = words[i];
      // "[-p port]": the option stays in front of its value.
      if (const std::size_t space = word.find(' '); word.starts_with('-') && space != std::string::npos) {
        arguments.push_back(word.substr(0, space));
        word.erase(0, space + 1);
      }
      arguments.push_back(Contains(word, "|") ? FirstAlternative(word) : Guess(word));
    }
    return arguments;
  }
  return {};
}

}  // namespace checker
