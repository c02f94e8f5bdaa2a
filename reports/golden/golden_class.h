// A small class for the tests: full marks, a fault, an infrastructure error, nothing yet, and a
// name that wants to be more than a name.
#pragma once

#include "checker/model/class_report.h"

namespace reports {

checker::ClassReport SmallClass();

}  // namespace reports
