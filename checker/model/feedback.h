// How much of a check students are shown. Instructors see all of it.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace checker {

enum class Audience { kStudents, kInstructors };

enum class Feedback {
  kFull,
  kOutcome,  // passed or not, and the points
  kNothing,  // it counts, but is not named
};

// By id or prefix, as the points of an assignment are.
using FeedbackLevels = std::map<std::string, Feedback>;

// What the entry with the longest prefix of the id says, else kFull.
Feedback FeedbackOn(const FeedbackLevels& levels, std::string_view id);

const char* Name(Feedback feedback);

}  // namespace checker
