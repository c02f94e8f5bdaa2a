// The files that say something about a whole class.
#pragma once

#include <vector>

#include "checker/command_line/arguments.h"
#include "checker/model/class_report.h"
#include "reports/table.h"
#include "sandbox/os/result.h"

namespace checker {

// An empty table where the path is "". An Error means exit 64.
sandbox::Result<std::vector<reports::TableRow>> ReadRoster(const std::string& path);

// gradebook.csv, class.html, and the platform's gradebook where one is asked for; who could not be
// joined with the roster is said on standard error.
sandbox::Result<void> WriteClass(const ClassReport& report, const BatchArguments& arguments);

}  // namespace checker
