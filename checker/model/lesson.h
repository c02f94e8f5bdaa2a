// What `checker explain` teaches about a requirement: the text beside its check,
// testcases/FOLDER/NAME.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace checker {

struct Lesson {
  std::string why;    // why it matters, in a few sentences
  std::string wrong;  // a few lines of C, as students write them
  std::string right;  // the same few lines as they should be
  std::string found;  // how the checker finds out
};

// The parts under the headings "Why", "Wrong", "Right" and "How it is found", in this order, the
// two in the middle each one block of C. nullopt where a part is missing or empty, or there is
// something else.
std::optional<Lesson> ReadLesson(std::string_view text);

// The lesson about the check with this id; nullopt where there is none, or none that can be read.
std::optional<Lesson> FindLesson(std::string_view id);

// Makes a text known, as lessons.cc does for all of testcases/. Both must live as long as the
// program.
class RegisteredLesson {
 public:
  RegisteredLesson(std::string_view id, std::string_view text);
};

}  // namespace checker
