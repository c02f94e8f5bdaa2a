#include "reports/layout.h"

#include <algorithm>
#include <ostream>

namespace reports {
namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 100;  // longer lines are hard to read

// Length in bytes of the UTF-8 character at the start of valid text.
std::size_t CharacterLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return std::min(length, text.size());
}

char32_t CodePoint(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  constexpr unsigned char kLeadBits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  char32_t code_point = byte(0) & kLeadBits[character.size()];
  for (std::size_t i = 1; i < character.size(); ++i)
    code_point = code_point << 6 | (byte(i) & 0x3f);
  return code_point;
}

struct Range {
  char32_t first, last;
};

bool Within(char32_t code_point, const Range& range) {
  return code_point >= range.first && code_point <= range.last;
}

int CharacterWidth(char32_t code_point) {
  constexpr Range kCombining[] = {{0x300, 0x36f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}};
  constexpr Range kWide[] = {{0x1100, 0x115f},   {0x2e80, 0xa4cf},  {0xac00, 0xd7a3},
                             {0xf900, 0xfaff},   {0xfe30, 0xfe6f},  {0xff00, 0xff60},
                             {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
  const auto in = [&](const Range& range) { return Within(code_point, range); };
  if (std::any_of(std::begin(kCombining), std::end(kCombining), in)) return 0;
  return std::any_of(std::begin(kWide), std::end(kWide), in) ? 2 : 1;
}

// The longest beginning of text that fits, at least one character of it.
std::string_view Beginning(std::string_view text, int width) {
  std::size_t length = 0;
  int used = 0;
  while (length < text.size()) {
    const auto character = text.substr(length, CharacterLength(text.substr(length)));
    used += CharacterWidth(CodePoint(character));
    if (used > width && length > 0) break;
    length += character.size();
  }
  return text.substr(0, length);
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const auto character = text.substr(0, CharacterLength(text));
    width += CharacterWidth(CodePoint(character));
    text.remove_prefix(character.size());
  }
  return width;
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\t') {
      line += "\\t";
    } else {
      line += c;
    }
  }
  return line;
}

std::vector<std::string> Wrapped(std::string_view text, int width) {
  std::string flat(text);
  std::replace_if(
      flat.begin(), flat.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  std::vector<std::string> lines;
  std::string_view rest = flat;
  while (DisplayWidth(rest) > width) {
    const std::string_view fits = Beginning(rest, width);
    if (fits.size() == rest.size()) break;  // one character, wider than the line
    // A space right behind what fits is as good a place as one inside.
    std::size_t end = rest[fits.size()] == ' ' ? fits.size() : fits.rfind(' ');
    if (end == std::string_view::npos || end == 0) end = fits.size();
    std::string_view line = rest.substr(0, end);
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    if (!line.empty()) lines.emplace_back(line);
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  if (!rest.empty() || lines.empty()) lines.emplace_back(rest);
  return lines;
}

Page::Page(const Style& style, std::ostream& out)
    : colour_(style.colour), width_(std::clamp(style.width, kNarrowest, kWidest)), out_(out) {}

std::string Page::Painted(std::string_view text, Ink ink) const {
  constexpr const char* kCodes[] = {"", "1", "2", "32", "31", "33"};
  if (!colour_ || ink == Ink::kPlain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(kCodes[static_cast<int>(ink)]) + "m" + std::string(text) + "\x1b[0m";
}

void Page::Blank() { out_ << '\n'; }

void Page::Line(std::string_view text) { out_ << text << '\n'; }

void Page::Paragraph(int indent, std::string_view text, Ink ink) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  for (const std::string& line : Wrapped(text, width_ - indent)) {
    out_ << margin << Painted(line, ink) << '\n';
  }
}

void Page::Item(int indent, std::string_view label, int text_column, std::string_view text,
                Ink ink) {
  std::string margin(static_cast<std::size_t>(indent), ' ');
  margin += label;
  const int padding = std::max(1, text_column - DisplayWidth(margin));
  margin += std::string(static_cast<std::size_t>(padding), ' ');
  const std::string below(static_cast<std::size_t>(DisplayWidth(margin)), ' ');
  for (const std::string& line : Wrapped(text, std::max(width_ - DisplayWidth(margin), 16))) {
    out_ << margin << Painted(line, ink) << '\n';
    margin = below;
  }
}

void Page::Spread(std::string_view left, Ink left_ink, std::string_view right, Ink right_ink) {
  const int room = width_ - DisplayWidth(left) - DisplayWidth(right);
  if (room >= 2) {
    out_ << Painted(left, left_ink) << std::string(static_cast<std::size_t>(room), ' ')
         << Painted(right, right_ink) << '\n';
    return;
  }
  Paragraph(0, left, left_ink);
  Paragraph(2, right, right_ink);
}

}  // namespace reports
