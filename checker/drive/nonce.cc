#include "checker/drive/nonce.h"

#include <algorithm>
#include <cctype>

namespace checker {

std::string WithNonce(std::string text, const std::string& nonce) {
  constexpr std::string_view kPlace = "{nonce}";
  for (std::size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace)) {
    text.replace(at, kPlace.size(), nonce);
  }
  return text;
}

std::string InForm(const std::string& nonce, NonceForm form) {
  std::string word = nonce;
  switch (form) {
    case NonceForm::kNone: return "";
    case NonceForm::kSame: return word;
    case NonceForm::kUpper:
      std::transform(word.begin(), word.end(), word.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
      return word;
    case NonceForm::kReversed: std::reverse(word.begin(), word.end()); return word;
  }
  return "";
}

NonceForm FindNonce(std::string_view reply, const std::string& nonce) {
  for (const NonceForm form : {NonceForm::kSame, NonceForm::kUpper, NonceForm::kReversed}) {
    if (reply.find(InForm(nonce, form)) != std::string_view::npos) return form;
  }
  return NonceForm::kNone;
}

std::string WithoutNumbers(std::string_view text) {
  std::string masked;
  for (const char letter : text) {
    const bool is_digit = letter >= '0' && letter <= '9';
    if (!is_digit) {
      masked += letter;
    } else if (!masked.ends_with('#')) {
      masked += '#';
    }
  }
  return masked;
}

}  // namespace checker
