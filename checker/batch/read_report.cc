#include "checker/batch/read_report.h"

#include <fstream>
#include <sstream>

namespace checker {

reports::StoredReport ReadReportFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return reports::NoReport{"it cannot be read"};
  return reports::ReadJson(text.str());
}

}  // namespace checker
