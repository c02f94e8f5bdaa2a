#include "checker/intake/located_json.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace checker {
namespace {

using nlohmann::json;
using sandbox::Error;
using sandbox::Result;

constexpr std::size_t kDeepest = 32;

// Walks over the text and tells how far it got.
class TrackedIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  TrackedIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  TrackedIterator operator++(int) {
    const TrackedIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackedIterator& other) const { return at_ == other.at_; }
  bool operator!=(const TrackedIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

// Builds the document from the parser's events.
class Builder : public nlohmann::json_sax<json> {
 public:
  Builder(const char* begin, const char* const* reached) : counted_(begin), reached_(reached) {}

  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value); }
  bool string(string_t& value) override { return Add(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(json::object()); }
  bool start_array(std::size_t) override { return Open(json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& value) override {
    open_.back().key = value;
    const auto first = document.lines.find(Here());
    if (first == document.lines.end()) return true;
    problem = "line " + std::to_string(Line()) + ", " + Here() +
              ": the key stands here twice, first in line " + std::to_string(first->second);
    return false;
  }

  bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
    const std::string text =
        error.what();  // "[json.exception.parse_error.101] parse error at line 1, ..."
    const std::string_view kAt = "parse error at ";
    const auto at = text.find(kAt);
    problem = at == text.npos
                  ? "line " + std::to_string(Line()) + ": " + text.substr(text.find("] ") + 2)
                  : text.substr(at + kAt.size());
    return false;
  }

  LocatedJson document;
  std::string problem;

 private:
  struct Container {
    json value;
    std::string pointer;
    std::string key;  // of an object: the latest
  };

  // The parser has read a token to its end, and one character more behind a number.
  int Line() {
    const char* end = std::max(counted_, *reached_ - 1);
    line_ += static_cast<int>(std::count(counted_, end, '\n'));
    counted_ = end;
    return line_;
  }

  // The pointer of the value that comes now.
  std::string Here() const {
    if (open_.empty()) return "";
    const Container& in = open_.back();
    return Below(in.pointer, in.value.is_array() ? std::to_string(in.value.size()) : in.key);
  }

  void Put(json value) {
    if (open_.empty()) {
      document.root = std::move(value);
    } else if (open_.back().value.is_array()) {
      open_.back().value.push_back(std::move(value));
    } else {
      open_.back().value[open_.back().key] = std::move(value);
    }
  }

  bool Add(json value) {
    document.lines[Here()] = Line();
    Put(std::move(value));
    return true;
  }

  bool Open(json empty) {
    document.lines[Here()] = Line();
    open_.push_back({std::move(empty), Here(), ""});
    if (open_.size() <= kDeepest) return true;
    problem = "line " + std::to_string(Line()) + ": too deep";
    return false;
  }

  bool Close() {
    json value = std::move(open_.back().value);
    open_.pop_back();
    Put(std::move(value));
    return true;
  }

  std::vector<Container> open_;
  const char* counted_;
  const char* const* reached_;
  int line_ = 1;
};

}  // namespace

int LocatedJson::LineOf(const std::string& pointer) const {
  const auto found = lines.find(pointer);
  return found != lines.end() ? found->second : 1;
}

Result<LocatedJson> ParseLocatedJson(std::string_view text) {
  const char* const end = text.data() + text.size();
  const char* reached = text.data();
  Builder builder(text.data(), &reached);
  if (!json::sax_parse(TrackedIterator(text.data(), &reached), TrackedIterator(end, &reached),
                       &builder)) {
    return Error("read JSON", builder.problem);
  }
  return std::move(builder.document);
}

std::string Below(const std::string& pointer, std::string_view key) {
  std::string below = pointer + "/";
  for (const char letter : key) {
    if (letter == '~') {
      below += "~0";
    } else if (letter == '/') {
      below += "~1";
    } else {
      below += letter;
    }
  }
  return below;
}

}  // namespace checker
