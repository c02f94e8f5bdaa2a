// Phrases that more than one format says.
#pragma once

#include <string>

#include "checker/model/score_report.h"
#include "reports/repairs.h"

namespace reports {

std::string ScoreInWords(const checker::Score& score);  // "52 of 100 points, 52 %"
const char* StatusWord(const checker::Score& score);    // "pass", "undecided", "fail"
// "48 of 52 checks passed, 3 failed because of 1 mistake, 1 undecided"
std::string TallyInWords(const checker::ScoreReport& report, const std::vector<Repair>& repairs);
std::string ProofInWords(checker::Proof proof);
std::string IsolationInWords(
    const checker::EnvironmentSummary& environment);         // "ran confined; missing: ..."
std::string PlaceOf(const checker::Diagnostic& diagnostic);  // "server.c:17:9: error"
bool IsError(const checker::Diagnostic& diagnostic);
std::string FolderOf(const checker::CheckResult& check);  // "processes"
// Why there is nothing to say about how the server talks; "" where it listened.
std::string NoServerInWords(const checker::ScoreReport& report);

}  // namespace reports
