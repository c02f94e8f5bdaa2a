// The processes and the timeline of a report as lanes, bars and marks: where each stands, in
// pixels, before anybody draws it. Time goes to the right in steps, not to scale: what happened
// between two looks shares a column.
#pragma once

#include <string>
#include <vector>

#include "checker/model/score_report.h"

namespace reports {

struct PictureColumn {
  int x = 0;
  int at_ms = 0;
};

struct PictureLane {
  int y = 0;
  int height = 0;
  std::string label;  // "pid 3, child of 2"
};

struct PictureBar {
  enum class Kind { kConnection, kLife, kZombie, kListener, kDescriptor, kLeak };
  Kind kind = Kind::kLife;
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  std::string label;     // written into it; may be empty
  std::string in_words;  // "pid 2 holds client 1 as fd 4 and does not close it"
  bool ends = true;      // false: it goes on where the picture stops
};

struct PictureMark {
  std::string kind;  // as in TimelineEvent
  int x = 0;
  int y = 0;
  std::string in_words;  // "9 ms: pid 2 accepts client 1 (fd 4)"
};

struct Picture {
  int width = 0;
  int height = 0;
  int lanes_from = 0;  // left of it stand the labels
  std::vector<PictureColumn> columns;
  std::vector<PictureLane> lanes;
  std::vector<PictureBar> bars;
  std::vector<PictureMark> marks;
  int left_out = 0;  // processes and events that it had no room for
  bool leaks = false;
  bool zombies = false;
};

// Without columns where the report has no timeline.
Picture PictureOf(const checker::ScoreReport& report);

}  // namespace reports
