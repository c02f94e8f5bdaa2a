// The lines of the submission's own sources that a report points at, with their neighbours.
#pragma once

#include <string>
#include <vector>

#include "checker/model/score_report.h"
#include "checker/model/submission.h"

namespace checker {

// folder: where the sources lie. Around the first errors of the build and around each check's line.
// A place that is in no source of the submission (a compiler may be told to name any file) has
// none.
std::vector<SourceExcerpt> ExcerptsOf(const ScoreReport& report,
                                      const std::vector<SourceFile>& sources,
                                      const std::string& folder);

// Lines `around` before and behind this one (from 1); no lines where the text has no such line.
SourceExcerpt Excerpt(const std::string& file, const std::string& text, int line, int around);

}  // namespace checker
