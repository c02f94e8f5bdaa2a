// GitHub-flavoured Markdown: step summaries, release bodies, comments.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteMarkdown(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteMarkdownError(const checker::InfrastructureError& error, const Style& style,
                        std::ostream& out);

// One line of text that stays text: no markup, no table cell's end, no mention.
std::string MarkdownText(std::string_view text);

}  // namespace reports
