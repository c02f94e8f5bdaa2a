#include "checker/judge/http_response.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace checker {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return lower;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes a line off `rest`, without its end; nullopt where no end of a line is left.
std::optional<std::string_view> TakeLine(std::string_view* rest, bool* bare_newline) {
  const std::size_t end = rest->find('\n');
  if (end == rest->npos) return std::nullopt;
  std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  } else {
    *bare_newline = true;
  }
  return line;
}

template <typename Number>
std::optional<Number> WholeNumber(std::string_view text, int base = 10) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool ParseStatusLine(std::string_view line, HttpResponse* to) {
  constexpr std::size_t kVersion = 8;  // "HTTP/1.0"
  if (!line.starts_with("HTTP/") || line.size() < kVersion + 4 || line[kVersion] != ' ')
    return false;
  const auto status = WholeNumber<int>(line.substr(kVersion + 1, 3));
  if (!status) return false;
  to->version = line.substr(0, kVersion);
  to->status = *status;
  return true;
}

void ParseChunks(std::string_view rest, HttpResponse* to) {
  bool bare = false;
  while (const auto line = TakeLine(&rest, &bare)) {
    const auto size = WholeNumber<std::size_t>(line->substr(0, line->find_first_of("; ")), 16);
    if (!size || *size > rest.size()) return;
    to->chunks_complete = *size == 0;
    if (*size == 0) return;
    to->body += rest.substr(0, *size);
    rest.remove_prefix(*size);
    if (!TakeLine(&rest, &bare)) return;
  }
}

}  // namespace

HttpResponse ParseHttpResponse(std::string_view bytes) {
  HttpResponse response;
  std::string_view rest = bytes;
  const auto first = TakeLine(&rest, &response.bare_newlines);
  response.is_http = first && ParseStatusLine(*first, &response);
  if (!response.is_http) {
    response.body = bytes;
    return response;
  }
  while (const auto line = TakeLine(&rest, &response.bare_newlines)) {
    response.header_ended = line->empty();
    if (response.header_ended) break;
    const std::size_t colon = line->find(':');
    if (colon == line->npos) continue;
    response.fields[Lower(Trimmed(line->substr(0, colon)))] = Trimmed(line->substr(colon + 1));
  }
  if (const auto length = response.fields.find("content-length"); length != response.fields.end()) {
    response.length = WholeNumber<std::size_t>(length->second);
  }
  const auto coding = response.fields.find("transfer-encoding");
  response.chunked = coding != response.fields.end() && Lower(coding->second) == "chunked";
  if (response.chunked) {
    ParseChunks(rest, &response);
  } else if (response.header_ended) {
    response.body = rest;
  }
  return response;
}

}  // namespace checker
