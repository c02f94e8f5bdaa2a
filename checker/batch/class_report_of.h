// What a batch has left in its folder -> the report about the class.
#pragma once

#include <vector>

#include "checker/batch/entries.h"
#include "checker/batch/journal.h"
#include "checker/batch/report_store.h"
#include "checker/model/class_report.h"

namespace checker {

// Of the entries alone: whoever is no longer among them is not in the report either. A report of
// what a submission once was does not count as a report of what it is.
ClassReport ClassReportOf(const std::vector<Entry>& entries, const ReportStore& store,
                          const Journal& journal);

}  // namespace checker
