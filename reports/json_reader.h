// A stored score report, back as the value that it was written from: the other direction of json.h.
// Every format renders it to the same bytes as at first.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "checker/model/score_report.h"

namespace reports {

struct NoReport {
  std::string reason;  // "checks[3].outcome: there is no \"passed\""
};

using StoredReport = std::variant<checker::ScoreReport, checker::InfrastructureError, NoReport>;

StoredReport ReadJson(std::string_view text);

}  // namespace reports
