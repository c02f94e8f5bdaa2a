// Tables as spreadsheets and platforms exchange them: RFC 4180.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

using TableRow = std::vector<std::string>;

// The header is the first row. Commas or semicolons, whichever the first line has more of; quotes,
// line ends of all kinds and a byte order mark are understood. Empty lines do not count.
std::vector<TableRow> ReadTable(std::string_view text);

// A cell's text on one line, and never a spreadsheet's formula.
std::string SafeCell(std::string_view text);

// Quoted where that is needed.
void WriteRow(const TableRow& cells, std::ostream& out);

// Where the header has one of these names, whatever the case; -1 where it has none.
int ColumnOf(const TableRow& header, const std::vector<std::string>& names);

// "" where the row has no such cell.
std::string CellOf(const TableRow& row, int column);

}  // namespace reports
