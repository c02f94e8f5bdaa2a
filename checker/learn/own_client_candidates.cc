#include <algorithm>

#include "checker/drive/nonce.h"
#include "checker/learn/own_client.h"

namespace checker {
namespace {

bool HoldsWord(const Turn& turn, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&turn](const std::string& word) {
    return turn.said.find(word) != std::string::npos &&
           FindNonce(turn.answer, word) != NonceForm::kNone;
  });
}

bool IsAnswered(const Turn& turn) { return !turn.said.empty() && !turn.answer.empty(); }

std::string WithPlaceholders(std::string text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at))
      text.replace(at, word.size(), "{nonce}");
  }
  return text;
}

std::size_t Number(std::string_view bytes, bool big_endian) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t at = big_endian ? i : bytes.size() - 1 - i;
    number = number << 8 | static_cast<unsigned char>(bytes[at]);
  }
  return number;
}

// It begins with a number that says how much follows. One byte is taken for one only where it is no
// letter.
bool HasLengthInFront(std::string_view said) {
  if (said.empty() || static_cast<unsigned char>(said.front()) >= ' ') return false;
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
    if (said.size() <= size) return false;
    const std::string_view head = said.substr(0, size);
    if (Number(head, true) == said.size() - size || Number(head, false) == said.size() - size)
      return true;
  }
  return false;
}

bool IsText(std::string_view said) {
  return std::all_of(said.begin(), said.end(), [](unsigned char letter) {
    return letter >= ' ' || letter == '\t' || letter == '\r' || letter == '\n';
  });
}

// What ends this message, as far as its bytes show it.
Framing FramingOf(std::string_view said) {
  if (HasLengthInFront(said)) return Framing::kLength;
  const bool ends_with_nul = said.ends_with('\0');
  const std::string_view text = said.substr(0, said.size() - (ends_with_nul ? 1 : 0));
  if (!IsText(text)) return Framing::kFixed;
  if (ends_with_nul) return Framing::kNul;
  if (text.ends_with("\r\n")) return Framing::kCrLf;
  return text.ends_with('\n') ? Framing::kLf : Framing::kRead;
}

// The message of this turn, behind what was said before it and is not the same message.
Candidate CandidateOf(const Recording& recording, std::size_t turn, bool must_return_nonce) {
  Candidate candidate;
  const std::string& said = recording.turns[turn].said;
  const std::string message = WithPlaceholders(said, recording.words);
  for (std::size_t i = 0; i < turn; ++i) {
    const std::string before = WithPlaceholders(recording.turns[i].said, recording.words);
    if (before != message && !before.empty()) candidate.opening.push_back(before);
  }
  candidate.parts = {message};
  candidate.framing = FramingOf(said);
  candidate.source = LearnedFrom::kOwnClient;
  candidate.must_return_nonce = must_return_nonce;
  return candidate;
}

void Add(const Recording& recording, std::size_t turn, bool must_return_nonce,
         std::vector<Candidate>* candidates) {
  candidates->push_back(CandidateOf(recording, turn, must_return_nonce));
  if (!recording.turns[turn].ended) return;
  candidates->push_back(candidates->back());
  candidates->back().framing = Framing::kEof;
}

}  // namespace

bool WordCameBack(const Recording& recording) {
  return std::any_of(recording.turns.begin(), recording.turns.end(),
                     [&recording](const Turn& turn) { return HoldsWord(turn, recording.words); });
}

std::vector<Candidate> CandidatesFrom(const Recording& recording) {
  std::vector<Candidate> candidates;
  const auto& turns = recording.turns;
  const bool has_words = WordCameBack(recording);
  std::optional<std::size_t> first, last;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (has_words ? !HoldsWord(turns[i], recording.words) : !IsAnswered(turns[i])) continue;
    if (!first) first = i;
    last = i;
  }
  if (last) Add(recording, *last, has_words, &candidates);
  if (last && *first != *last) Add(recording, *first, has_words, &candidates);
  return candidates;
}

}  // namespace checker
