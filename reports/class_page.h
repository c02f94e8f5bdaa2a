// One page for a browser about a whole class: what went wrong with the checker itself, how the
// points are spread, what to teach again, who has which report.
#pragma once

#include <iosfwd>

#include "checker/model/class_report.h"

namespace reports {

void WriteClassPage(const checker::ClassReport& report, std::ostream& out);

}  // namespace reports
