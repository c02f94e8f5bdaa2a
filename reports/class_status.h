// One word for how a submission stands in its class.
#pragma once

#include "checker/model/class_report.h"

namespace reports {

// "pass", "fail", "undecided", "error" (of the checker or its machine), "missing".
const char* StatusOf(const checker::ClassMember& member);

}  // namespace reports
