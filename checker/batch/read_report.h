// A score report on disk.
#pragma once

#include <string>

#include "reports/json_reader.h"

namespace checker {

reports::StoredReport ReadReportFile(const std::string& path);

}  // namespace checker
