#include "checker/model/lesson.h"

#include <algorithm>
#include <map>

namespace checker {
namespace {

// Local to a function because lessons register themselves before main, in any order of files.
std::map<std::string_view, std::string_view>& Texts() {
  static std::map<std::string_view, std::string_view> texts;
  return texts;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\n');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of('\n') - first + 1);
}

// Takes what stands under this heading off the front; "" where the text does not begin with it.
std::string_view TakePart(std::string_view heading, std::string_view* text) {
  *text = Trimmed(*text);
  const std::string mark = std::string("## ").append(heading).append("\n");
  if (!text->starts_with(mark)) return {};
  const std::size_t end = std::min(text->find("\n## "), text->size());
  const std::string_view part = text->substr(mark.size(), end - mark.size());
  text->remove_prefix(end);
  return Trimmed(part);
}

// The lines between "```c" and "```"; "" where the part is anything else.
std::string_view CodeOf(std::string_view part) {
  constexpr std::string_view kBegin = "```c\n";
  constexpr std::string_view kEnd = "\n```";
  if (part.size() < kBegin.size() + kEnd.size() || !part.starts_with(kBegin) ||
      !part.ends_with(kEnd))
    return {};
  const std::string_view code =
      part.substr(kBegin.size(), part.size() - kBegin.size() - kEnd.size());
  return code.find("```") == code.npos ? code : std::string_view();
}

}  // namespace

std::optional<Lesson> ReadLesson(std::string_view text) {
  Lesson lesson;
  lesson.why = TakePart("Why", &text);
  lesson.wrong = CodeOf(TakePart("Wrong", &text));
  lesson.right = CodeOf(TakePart("Right", &text));
  lesson.found = TakePart("How it is found", &text);
  const bool complete = !lesson.why.empty() && !lesson.wrong.empty() && !lesson.right.empty() &&
                        !lesson.found.empty();
  if (!complete || !Trimmed(text).empty()) return std::nullopt;
  return lesson;
}

std::optional<Lesson> FindLesson(std::string_view id) {
  const auto found = Texts().find(id);
  if (found == Texts().end()) return std::nullopt;
  return ReadLesson(found->second);
}

RegisteredLesson::RegisteredLesson(std::string_view id, std::string_view text) {
  Texts()[id] = text;
}

}  // namespace checker
