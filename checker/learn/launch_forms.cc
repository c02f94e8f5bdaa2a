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
  if (Contains(bare, "file") || Contains(bare, "dir") || Contains(bare, "root") ||
      Contains(bare, "path"))
    return ".";
  if (Contains(bare, "num") || Contains(bare, "count") || Contains(bare, "max") ||
      Contains(bare, "thread")) {
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

struct UsageWord {
  std::string text;
  bool in_square_brackets = false;  // may be left out, or so its author says
};

// The words of a usage line behind the program's name. What stands in brackets is one word.
std::vector<UsageWord> UsageWords(std::string_view line) {
  std::vector<UsageWord> words;
  UsageWord word;
  const auto end_word = [&words, &word] {
    if (!word.text.empty()) words.push_back(word);
    word = UsageWord();
  };
  int depth = 0;
  for (const char letter : line) {
    if (letter == '<' || letter == '[' || letter == '{' || letter == '(') {
      ++depth;
      word.in_square_brackets = word.in_square_brackets || letter == '[';
      continue;
    }
    const bool closes = letter == '>' || letter == ']' || letter == '}' || letter == ')';
    if (closes && --depth > 0) continue;
    const bool ends = closes || std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (ends && depth <= 0) {
      end_word();
    } else {
      word.text += letter;
    }
  }
  end_word();
  return words;
}

}  // namespace

std::string AnswerToPrompt(std::string_view asked) {
  const std::string words = Lower(asked);
  const auto asks_for = [&words](std::initializer_list<std::string_view> any) {
    return std::any_of(any.begin(), any.end(),
                       [&words](std::string_view word) { return Contains(words, word); });
  };
  if (asks_for({"port"})) return "{port}";
  if (asks_for({"ip ", "ip:", "addr", "host"})) return "127.0.0.1";
  if (asks_for({"time"})) return "1";
  if (asks_for({"second", "delay", "sleep"})) return "0";
  if (asks_for({"how many", "number of", "max", "backlog", "client", "thread", "worker"}))
    return "4";
  return "{port}";
}

std::vector<std::vector<std::string>> UsualArguments() {
  return {{},
          {"{port}"},
          {"127.0.0.1", "{port}"},
          {"{port}", "127.0.0.1"},
          {"127.0.0.1"},
          {"-p", "{port}"}};
}

std::vector<LaunchForm> UsualClientForms() {
  return {{{"{host}", "{port}"}, {}}, {{"{port}"}, {}},
          {{"{port}", "{host}"}, {}}, {{}, {}},
          {{"{host}"}, {}},           {{}, {"{host}", "{port}"}},
          {{}, {"{port}"}},           {{"{host}", "{port}", "{message}"}, {}}};
}

std::vector<int> PossiblePorts(const std::set<int>& numbers) {
  constexpr std::size_t kMostPorts = 100;
  std::vector<int> ports;
  for (const int number : numbers) {
    if (number < 1 || number > 65535 || ports.size() >= kMostPorts) continue;
    ports.push_back(number);
    const int swapped = ((number & 0xff) << 8) | (number >> 8);
    if (swapped != 0 && !numbers.contains(swapped)) ports.push_back(swapped);
  }
  return ports;
}

std::vector<std::string> ArgumentsFromUsage(std::string_view output) {
  std::istringstream lines{std::string(output)};
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t usage = Lower(line).find("usage");
    if (usage == std::string::npos) continue;
    std::string rest = line.substr(usage + 5);
    if (const std::size_t colon = rest.find_first_of(":-=");
        colon != std::string::npos && colon < 3) {
      rest.erase(0, colon + 1);
    }
    const std::vector<UsageWord> words = UsageWords(rest);
    if (words.size() < 2) continue;
    std::vector<std::string> arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
      std::string word = words[i].text;
      // "[-p port]": the option stays in front of its value.
      std::string option;
      if (const std::size_t space = word.find(' ');
          word.starts_with('-') && space != std::string::npos) {
        option = word.substr(0, space);
        word.erase(0, space + 1);
      }
      const std::string guess = Contains(word, "|") ? FirstAlternative(word) : Guess(word);
      // "<port> [upstream port]": a second port is somebody else's.
      const bool is_second_port = guess == "{port}" && std::find(arguments.begin(), arguments.end(),
                                                                 guess) != arguments.end();
      if (is_second_port && words[i].in_square_brackets) continue;
      if (!option.empty()) arguments.push_back(option);
      arguments.push_back(guess);
    }
    return arguments;
  }
  return {};
}

}  // namespace checker
