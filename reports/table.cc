#include "reports/table.h"

#include <algorithm>
#include <cctype>
#include <ostream>

#include "reports/layout.h"

namespace reports {
namespace {

char DelimiterOf(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  const auto semicolons = std::count(first.begin(), first.end(), ';');
  return semicolons > std::count(first.begin(), first.end(), ',') ? ';' : ',';
}

class TableReader {
 public:
  explicit TableReader(std::string_view text) : text_(text), delimiter_(DelimiterOf(text)) {}

  std::vector<TableRow> Run() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      const bool doubled = quoted_ && c == '"' && at + 1 < text_.size() && text_[at + 1] == '"';
      if (doubled) {
        cell_ += text_[++at];
      } else if (c == '"') {
        quoted_ = !quoted_;
      } else if (quoted_) {
        cell_ += c;
      } else if (c == delimiter_) {
        EndCell();
      } else if (c == '\n') {
        EndRow();
      } else if (c != '\r') {
        cell_ += c;
      }
    }
    EndRow();
    return std::move(rows_);
  }

 private:
  void EndCell() {
    row_.push_back(std::move(cell_));
    cell_.clear();
  }

  void EndRow() {
    EndCell();
    if (row_.size() > 1 || !row_.front().empty()) rows_.push_back(std::move(row_));
    row_.clear();
  }

  std::string_view text_;
  const char delimiter_;
  bool quoted_ = false;
  std::string cell_;
  TableRow row_;
  std::vector<TableRow> rows_;
};

bool SameWord(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::vector<TableRow> ReadTable(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return TableReader(text).Run();
}

std::string SafeCell(std::string_view given) {
  std::string text = OneLine(given);
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return formula ? "'" + text : text;
}

void WriteRow(const TableRow& cells, std::ostream& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out << ',';
    if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
      out << cells[i];
      continue;
    }
    out << '"';
    for (const char c : cells[i]) out << (c == '"' ? "\"\"" : std::string(1, c));
    out << '"';
  }
  out << "\r\n";
}

int ColumnOf(const TableRow& header, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto found = std::find_if(header.begin(), header.end(),
                                    [&](const std::string& cell) { return SameWord(cell, name); });
    if (found != header.end()) return static_cast<int>(found - header.begin());
  }
  return -1;
}

std::string CellOf(const TableRow& row, int column) {
  const bool there = column >= 0 && static_cast<std::size_t>(column) < row.size();
  return there ? row[static_cast<std::size_t>(column)] : "";
}

}  // namespace reports
