#include "reports/requirements.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "checker/model/lesson.h"
#include "reports/by_hand.h"
#include "reports/layout.h"

namespace reports {
namespace {

using checker::Check;
using Json = nlohmann::ordered_json;

bool IsMust(const Check& check) { return check.level == checker::Level::kMust; }

std::string FolderOf(const Check& check) { return check.id.substr(0, check.id.find('/')); }

template <typename Enum>
std::vector<std::string> Names(const std::vector<Enum>& values) {
  std::vector<std::string> names;
  for (const Enum value : values) names.emplace_back(checker::Name(value));
  return names;
}

Json ToJson(const Check& check) {
  return {{"id", check.id},
          {"title", check.title},
          {"level", IsMust(check) ? "must" : "should"},
          {"requirement", check.requirement},
          {"see", Json(check.see)},
          {"hint", check.hint},
          {"applies_to", Json(Names(check.applies_to))},
          {"after", Json(check.after)},
          {"root_causes", Json(check.root_causes)},
          {"needs", Json(Names(check.needs))}};
}

const char* Words(checker::Need need) {
  switch (need) {
    case checker::Need::kHeldClient: return "waits for a connected client that is silent";
    case checker::Need::kReply: return "answers";
    case checker::Need::kNonceReply: return "answers with what the client said";
    case checker::Need::kClientSpeaks: return "listens to what its client says";
    case checker::Need::kEcho: return "answers with the message itself";
    case checker::Need::kOperator: return "has a person type at its terminal";
    case checker::Need::kSpeech: return "is to say something";
    case checker::Need::kSureReply: return "answers so that the reply can be recognised";
    case checker::Need::kFurtherMessages: return "answers one message after another";
    case checker::Need::kMessageEnd: return "waits for the end of a message";
    case checker::Need::kAnyLength: return "takes messages of any length";
    case checker::Need::kEndWord: return "ends a conversation at a certain word";
    case checker::Need::kEnd: return "listens to its client";
    case checker::Need::kHalfDuplex: return "takes turns with its client";
    case checker::Need::kFullDuplex: return "speaks and listens at the same time";
    case checker::Need::kClientStream: return "only listens";
    case checker::Need::kServerStream: return "only speaks";
    case checker::Need::kPortOfItsOwn: return "listens on the same port at each start";
    case checker::Need::kArguments: return "takes arguments";
    case checker::Need::kOwnDialogue: return "keeps what a client says between the two of them";
    case checker::Need::kHttp: return "speaks HTTP";
    case checker::Need::kHttpFiles: return "serves files over HTTP";
    case checker::Need::kChatRoom: return "is a chat room";
    case checker::Need::kAuction: return "is an auction";
  }
  return "";
}

std::string AppliesTo(const Check& check) {
  std::string words = check.applies_to.empty()
                          ? "every design"
                          : fmt::format("{}", fmt::join(Names(check.applies_to), ", "));
  std::vector<std::string> needs;
  for (const checker::Need need : check.needs) needs.emplace_back(Words(need));
  if (!needs.empty()) words += fmt::format("; a server that {}", fmt::join(needs, " and "));
  return words;
}

void Part(std::string_view label, std::string_view text, Page& page) {
  if (!text.empty()) page.Item(2, label, 15, text);
}

// C is shown as it is: a line of it is not wrapped.
void Code(std::string_view label, std::string_view code, Page& page) {
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    page.Line(fmt::format("  {:<8}{}", at == 0 ? label : "", code.substr(at, end - at)));
    at = end + 1;
  }
  page.Blank();
}

void Teach(const checker::Lesson& lesson, Page& page) {
  page.Paragraph(0, lesson.why);
  page.Blank();
  Code("wrong", lesson.wrong, page);
  Code("right", lesson.right, page);
  page.Paragraph(0, lesson.found);
}

}  // namespace

void WriteCatalogue(const Checks& checks, std::ostream& out) {
  std::string folder;
  for (const Check* check : checks) {
    if (FolderOf(*check) != folder) {
      if (!folder.empty()) out << '\n';
      folder = FolderOf(*check);
    }
    out << fmt::format("{:<6}  {:<50}  {}\n", IsMust(*check) ? "MUST" : "SHOULD", check->id,
                       check->title);
  }
}

void WriteCatalogueJson(const Checks& checks, std::ostream& out) {
  Json array = Json::array();
  for (const Check* check : checks) array.push_back(ToJson(*check));
  out << array.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void WriteExplanation(const Check& check, int width, std::ostream& out) {
  Page page({.width = width}, out);
  page.Spread(check.id, Ink::kPlain, IsMust(check) ? "MUST" : "SHOULD", Ink::kPlain);
  page.Paragraph(0, check.requirement);
  page.Blank();
  if (const auto lesson = checker::FindLesson(check.id)) {
    Teach(*lesson, page);
    page.Blank();
  }
  Part("look at", check.hint, page);
  Part("read", fmt::format("{}", fmt::join(check.see, ", ")), page);
  Part("applies to", AppliesTo(check), page);
  Part("only after", fmt::format("{}", fmt::join(check.after, ", ")), page);
  Part("explained by", fmt::format("{}", fmt::join(check.root_causes, ", ")), page);
  if (check.file != nullptr) Part("written in", fmt::format("{}:{}", check.file, check.line), page);
  page.Blank();
  page.Line("To look by hand:");
  // Commands are copied from the screen: they are not wrapped.
  for (const Step& step : ByHand(FolderOf(check))) {
    page.Line(fmt::format("  {:<46}  # {}", step.command, step.shows));
  }
}

}  // namespace reports
