#include "checker/intake/document_section.h"

namespace checker {
namespace {

using nlohmann::json;

std::string Found(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  constexpr std::size_t kMost = 60;
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

}  // namespace

void Complaints::Add(int line, const std::string& pointer, const std::string& text) {
  const std::string place = pointer.empty() ? "" : ", " + pointer;
  texts_.emplace(line, "line " + std::to_string(line) + place + ": " + text);
}

std::string Complaints::Text() const {
  std::string all;
  for (const auto& [line, text] : texts_) all += (all.empty() ? "" : "\n  ") + text;
  return texts_.size() > 1 ? "\n  " + all : all;
}

Section::Section(const LocatedJson& document, std::string pointer, Complaints* complaints)
    : document_(&document), pointer_(std::move(pointer)), complaints_(complaints) {
  object_ = &document.root.at(json::json_pointer(pointer_));
  if (object_->is_object()) return;
  static const json kNothing = json::object();
  ExpectedButFound("", "an object");
  object_ = &kNothing;
}

void Section::Complain(const std::string& key, const std::string& text) {
  const std::string pointer = key.empty() ? pointer_ : Below(pointer_, key);
  complaints_->Add(document_->LineOf(document_->lines.contains(pointer) ? pointer : pointer_),
                   pointer, text);
}

void Section::ExpectedButFound(const std::string& key, const std::string& expected) {
  const std::string pointer = key.empty() ? pointer_ : Below(pointer_, key);
  Complain(key, "expected " + expected + ", found " +
                    Found(document_->root.at(json::json_pointer(pointer))));
}

void Section::NotSupported(const std::string& key, const std::string& what) {
  Complain(key, "not supported yet: " + what);
}

const json* Section::Get(const std::string& key) {
  known_.insert(key);
  const auto found = object_->find(key);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> Section::Text(const std::string& key) {
  const json* found = Get(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  ExpectedButFound(key, "a string");
  return std::nullopt;
}

std::string Section::Text(const std::string& key, const std::string& otherwise) {
  return Text(key).value_or(otherwise);
}

std::optional<int> Section::Number(const std::string& key, int least, int most) {
  const json* found = Get(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_number_integer() && *found >= least && *found <= most) return found->get<int>();
  ExpectedButFound(key,
                   "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

bool Section::Flag(const std::string& key, bool otherwise) {
  const json* found = Get(key);
  if (found == nullptr) return otherwise;
  if (found->is_boolean()) return found->get<bool>();
  ExpectedButFound(key, "true or false");
  return otherwise;
}

std::vector<std::string> Section::Texts(const std::string& key) {
  const json* found = Get(key);
  if (found == nullptr) return {};
  std::vector<std::string> texts;
  for (const json& item : *found) {
    if (found->is_array() && item.is_string()) texts.push_back(item.get<std::string>());
  }
  if (found->is_array() && texts.size() == found->size()) return texts;
  ExpectedButFound(key, "an array of strings");
  return {};
}

std::map<std::string, std::string> Section::TextMap(const std::string& key) {
  std::map<std::string, std::string> texts;
  std::optional<Section> map = Object(key);
  if (!map) return texts;
  for (const std::string& name : map->Keys()) texts[name] = map->Text(name, "");
  return texts;
}

std::optional<Section> Section::Object(const std::string& key) {
  if (Get(key) == nullptr) return std::nullopt;
  return Section(*document_, Below(pointer_, key), complaints_);
}

std::vector<Section> Section::Objects(const std::string& key) {
  const json* found = Get(key);
  if (found == nullptr) return {};
  if (!found->is_array()) {
    ExpectedButFound(key, "an array of objects");
    return {};
  }
  std::vector<Section> objects;
  for (std::size_t i = 0; i < found->size(); ++i) {
    objects.emplace_back(*document_, Below(Below(pointer_, key), std::to_string(i)), complaints_);
  }
  return objects;
}

std::vector<std::string> Section::Keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object_->items()) {
    if (!IsComment(key)) keys.push_back(key);
  }
  return keys;
}

void Section::Finish() {
  std::string all;
  for (const std::string& key : known_) all += (all.empty() ? "" : ", ") + key;
  for (const std::string& key : Keys()) {
    if (!known_.contains(key)) Complain(key, "unknown key; the keys here are " + all);
  }
}

}  // namespace checker
