// Where a report does not say what it should, in words for the person who reads a failed test.
#pragma once

#include <functional>
#include <string>

#include "reference/expectation.h"

namespace checker::reference {

// "pid 3 is a zombie: ...": why it says that.
std::string ReasonOf(const ScoreReport& report, const std::string& id);

// One paragraph for each linked check whose answer is not among the right ones; "" where all are.
std::string Deviations(const ScoreReport& report,
                       const std::function<Answers(const std::string& id)>& right_answers);

}  // namespace checker::reference
