// The files beside this one, compiled into the program.
#pragma once

#include <string>

namespace reports {

extern const std::string kReportTemplate;
extern const std::string kErrorTemplate;
extern const std::string kClassTemplate;
extern const std::string kClassScript;
extern const std::string kStyleSheet;

}  // namespace reports
