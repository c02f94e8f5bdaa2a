// The list of formats. A new one is one file and one line here.
#include <algorithm>

#include "reports/html.h"
#include "reports/json.h"
#include "reports/report.h"
#include "reports/terminal.h"

namespace reports {

const std::vector<Format>& Formats() {
  static const std::vector<Format> formats = {
      {"terminal", "a summary for people", WriteTerminal, WriteTerminalError},
      {"json", "the score report, as reports/schema/score-report.v1.schema.json describes it",
       WriteJson, WriteJsonError},
      {"html", "one page for a browser, with a picture of what happened", WriteHtml, WriteHtmlError},
  };
  return formats;
}

const Format* FindFormat(std::string_view name) {
  const auto& formats = Formats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

}  // namespace reports
