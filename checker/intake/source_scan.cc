#include "checker/intake/source_scan.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace checker {
namespace {

bool IsNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool IsNamePart(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// The preprocessing tokens of a text: names and single punctuation characters ("->" is one token);
// the rest is dropped.
class Lexer {
 public:
  Lexer(std::string_view text, Language language) : text_(text), language_(language) {}

  // Empty at the end of the text.
  std::string_view Next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') at_line_start_ = true;
      if (std::isspace(static_cast<unsigned char>(c))) {
        ++at_;
      } else if (!SkipComment() && !SkipDirective() && !SkipLiteral()) {
        at_line_start_ = false;
        return TakeToken();
      }
    }
    return {};
  }

 private:
  bool StartsWith(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

  // To the end of the logical line; the newline itself stays.
  void SkipLine() {
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (StartsWith("\\\n"))
        ++at_;
      else if (StartsWith("\\\r\n"))
        at_ += 2;
    }
  }

  bool SkipComment() {
    if (StartsWith("//")) {
      SkipLine();
      return true;
    }
    if (!StartsWith("/*")) return false;
    const auto end = text_.find("*/", at_ + 2);
    at_ = end == text_.npos ? text_.size() : end + 2;
    return true;
  }

  // The word after '#', where a directive starts here.
  std::string_view DirectiveName() const {
    auto begin = at_ + 1;
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\t')) ++begin;
    auto end = begin;
    while (end < text_.size() && IsNamePart(text_[end])) ++end;
    return text_.substr(begin, end - begin);
  }

  bool SkipDirective() {
    if (!at_line_start_ || text_[at_] != '#') return false;
    const auto begin = at_;
    const auto name = DirectiveName();
    SkipLine();
    const auto line = text_.substr(begin, at_ - begin);
    const auto condition = line.substr(std::min(line.size(), line.find(name) + name.size()));
    const auto first = condition.find_first_not_of(" \t");
    const bool never = name == "if" && first != condition.npos && condition[first] == '0' &&
                       (first + 1 == condition.size() || !IsNamePart(condition[first + 1]));
    if (never) SkipDisabledBlock();
    return true;
  }

  // From behind `#if 0` to behind its #else, #elif or #endif.
  void SkipDisabledBlock() {
    int depth = 1;
    while (depth > 0 && at_ < text_.size()) {
      ++at_;  // the newline
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
      if (at_ < text_.size() && text_[at_] == '#') {
        const auto name = DirectiveName();
        if (name.starts_with("if")) ++depth;
        if (name == "endif" || (depth == 1 && name.starts_with("el"))) --depth;
      }
      SkipLine();
    }
  }

  bool SkipLiteral() {
    const char quote = text_[at_];
    if (quote != '"' && quote != '\'') return false;
    if (quote == '"' && language_ == Language::kCpp && FollowsRawPrefix()) {
      SkipRawString();
      return true;
    }
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
    return true;
  }

  // The last token touches this quote and is one of R, LR, uR, UR, u8R.
  bool FollowsRawPrefix() const {
    const bool touches = last_token_.data() + last_token_.size() == text_.data() + at_;
    return touches && last_token_.ends_with('R') && last_token_.size() <= 3 &&
           std::string_view("LUu8").find(last_token_.substr(0, last_token_.size() - 1)) !=
               std::string_view::npos;
  }

  void SkipRawString() {
    const auto open = text_.find('(', at_);
    if (open == text_.npos) {
      at_ = text_.size();
      return;
    }
    const std::string close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
    const auto end = text_.find(close, open);
    at_ = end == text_.npos ? text_.size() : end + close.size();
  }

  std::string_view TakeToken() {
    const auto begin = at_;
    if (IsNamePart(text_[at_])) {
      const bool number = !IsNameStart(text_[at_]);
      // A number may hold digit separators: 1'000.
      while (at_ < text_.size() && (IsNamePart(text_[at_]) || (number && text_[at_] == '\''))) {
        ++at_;
      }
    } else {
      at_ += StartsWith("->") ? 2 : 1;
    }
    last_token_ = text_.substr(begin, at_ - begin);
    return last_token_;
  }

  std::string_view text_;
  Language language_;
  std::size_t at_ = 0;
  std::string_view last_token_;
  bool at_line_start_ = true;
};

// tokens[open] is "(": the index behind its ")".
std::size_t BehindParentheses(const std::vector<std::string_view>& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i] == "(") ++depth;
    if (tokens[i] == ")" && --depth == 0) return i + 1;
  }
  return tokens.size();
}

// Behind a definition's parameters stands its body, a trailing return type, or a K&R parameter
// declaration; behind a declaration or a call stands punctuation.
bool StartsDefinition(const std::vector<std::string_view>& tokens, std::size_t open) {
  const auto next = BehindParentheses(tokens, open);
  return next < tokens.size() &&
         (tokens[next] == "{" || tokens[next] == "->" || IsNameStart(tokens[next].front()));
}

}  // namespace

SourceFacts ScanSource(std::string_view text, Language language) {
  Lexer lexer(text, language);
  std::vector<std::string_view> tokens;
  for (auto token = lexer.Next(); !token.empty(); token = lexer.Next()) tokens.push_back(token);

  SourceFacts facts;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i + 1] != "(") continue;
    const bool is_method = i > 0 && (tokens[i - 1] == "." || tokens[i - 1] == "->");
    if (is_method) continue;
    const auto name = tokens[i];
    if (name == "main" && StartsDefinition(tokens, i + 1)) facts.defines_main = true;
    if (name == "listen" || name == "accept" || name == "accept4") facts.listens = true;
    if (name == "connect") facts.connects = true;
  }
  return facts;
}

}  // namespace checker
