#include "reports/html/picture_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace reports {
namespace {

using kainjow::mustache::data;
using Kind = PictureBar::Kind;

constexpr int kTextAbove = 4;  // from a bar's lower edge to the base line of its text
constexpr int kTip = 8;        // of an arrow

// Around (0, 0), each to be told from the others without colour.
const std::map<std::string, const char*>& Shapes() {
  static const std::map<std::string, const char*> shapes = {
      {"connect", "M-5 -5L5 0L-5 5Z"},
      {"send", "M-5 -2H1V-5L6 0L1 5V2H-5Z"},
      {"receive", "M5 -2H-1V-5L-6 0L-1 5V2H5Z"},
      {"accept", "M-5 -5H5L0 5Z"},
      {"fork", "M-1.5 6V1L-5 -4L-3 -6L0 -2L3 -6L5 -4L1.5 1V6Z"},
      {"clone", "M-5 0L0 -5L5 0L0 5Z"},
      {"open", "M-4 -4H4V4H-4Z"},
      {"close", "M-5 -3L-3 -5L0 -2L3 -5L5 -3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0Z"},
      {"exit", "M-2.5 -6H2.5L6 -2.5V2.5L2.5 6H-2.5L-6 2.5V-2.5Z"},
      {"reap", "M-6 0L-4 -2L-1.5 .5L4 -5L6 -3L-1.5 4.5Z"},
      {"signal", "M1 -6L-4 1H-.5L-1 6L4 -1H.5Z"}};
  return shapes;
}

const char* Class(Kind kind) {
  switch (kind) {
    case Kind::kConnection: return "connection";
    case Kind::kLife: return "life";
    case Kind::kZombie: return "zombie";
    case Kind::kListener: return "listener";
    case Kind::kDescriptor: return "held";
    case Kind::kLeak: return "leak";
  }
  return "";
}

const char* TextClass(Kind kind) {
  if (kind == Kind::kLeak) return "in-leak";
  return kind == Kind::kZombie ? "in-zombie" : "in-bar";
}

data Number(int number) { return data(std::to_string(number)); }

data Bar(const PictureBar& bar) {
  data drawn;
  drawn.set("class", Class(bar.kind));
  drawn.set("text_class", TextClass(bar.kind));
  drawn.set("words", bar.in_words);
  drawn.set("ends", data(bar.ends));
  drawn.set("x", Number(bar.x));
  drawn.set("y", Number(bar.y));
  drawn.set("width", Number(bar.width));
  drawn.set("height", Number(bar.height));
  drawn.set("arrow",
            fmt::format("M{} {}h{}l{} {}l-{} {}h-{}Z", bar.x, bar.y, bar.width - kTip, kTip,
                        bar.height / 2, kTip, bar.height - bar.height / 2, bar.width - kTip));
  drawn.set("label", bar.label.empty() ? data(false) : data(bar.label));
  drawn.set("text_x", Number(bar.x + 5));
  drawn.set("text_y", Number(bar.y + bar.height - kTextAbove + (bar.height > 16 ? -2 : 1)));
  return drawn;
}

data Mark(const PictureMark& mark) {
  data drawn;
  const auto shape = Shapes().find(mark.kind);
  drawn.set("x", Number(mark.x));
  drawn.set("y", Number(mark.y));
  drawn.set("shape", shape == Shapes().end() ? Shapes().at("open") : shape->second);
  drawn.set("words", mark.in_words);
  return drawn;
}

data Lane(const PictureLane& lane, int width) {
  data drawn;
  drawn.set("y", Number(lane.y));
  drawn.set("width", Number(width));
  drawn.set("height", Number(lane.height));
  drawn.set("text_y", Number(lane.y + 15));
  drawn.set("label", lane.label);
  return drawn;
}

data Column(const PictureColumn& column, int bottom) {
  data drawn;
  drawn.set("x", Number(column.x));
  drawn.set("at_ms", Number(column.at_ms));
  drawn.set("bottom", Number(bottom));
  return drawn;
}

template <typename Things, typename Draw>
data List(const Things& things, Draw draw) {
  data list(data::type::list);
  for (const auto& thing : things) list.push_back(draw(thing));
  return list;
}

data Legend(const Picture& picture) {
  data legend(data::type::list);
  for (const auto& [kind, shape] : Shapes()) {
    const bool used =
        std::any_of(picture.marks.begin(), picture.marks.end(),
                    [&kind = kind](const PictureMark& mark) { return mark.kind == kind; });
    if (!used) continue;
    data entry;
    entry.set("kind", kind);
    entry.set("shape", shape);
    legend.push_back(entry);
  }
  return legend;
}

}  // namespace

data PictureData(const Picture& picture) {
  if (picture.columns.empty()) return data(false);
  data drawn;
  drawn.set("width", Number(picture.width));
  drawn.set("least_width", Number(picture.width * 7 / 10));  // smaller its texts cannot be read
  drawn.set("height", Number(picture.height));
  drawn.set("leaks", data(picture.leaks));
  drawn.set("zombies", data(picture.zombies));
  drawn.set("left_out", picture.left_out > 0 ? Number(picture.left_out) : data(false));
  drawn.set("lanes", List(picture.lanes,
                          [&](const PictureLane& lane) { return Lane(lane, picture.width); }));
  drawn.set("columns", List(picture.columns, [&](const PictureColumn& column) {
              return Column(column, picture.height);
            }));
  drawn.set("bars", List(picture.bars, Bar));
  drawn.set("marks", List(picture.marks, Mark));
  drawn.set("legend", Legend(picture));
  drawn.set("told",
            List(picture.marks, [](const PictureMark& mark) { return data(mark.in_words); }));
  return drawn;
}

}  // namespace reports
