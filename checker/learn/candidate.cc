#include "checker/learn/candidate.h"

namespace checker {
namespace {

std::string BigEndian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 0xff);
  return bytes;
}

constexpr char kLikeABrowser[] =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n"
    "Accept: text/html,*/*;q=0.8\r\nConnection: close\r\n\r\n";

}  // namespace

const std::vector<std::string>& EscalationSteps() {
  static const std::vector<std::string> kSteps = {kText, "\n", std::string(1, '\0'), kText, "\n"};
  return kSteps;
}

std::vector<Candidate> CandidatesForStep(int step) {
  const std::string nul(1, '\0');
  switch (step) {
    case 0: return {{{kText}, Framing::kRead}};
    case 1: return {{{kText + "\n"}, Framing::kLf, true}, {{kText, "\n"}, Framing::kRead}};
    case 2: return {{{kText + nul}, Framing::kNul, true}, {{kText, "\n", nul}, Framing::kRead}};
    case kEndStep: return {{{kText + "\n"}, Framing::kEof, true}};
    default: {
      std::vector<std::string> parts(EscalationSteps().begin(),
                                     EscalationSteps().begin() + step + 1);
      return {{{kText + "\n" + kText + "\n"}, Framing::kLf}, {parts, Framing::kRead}};
    }
  }
}

std::string PaddedTo(std::uint64_t length) {
  constexpr std::size_t kNonceLength = 8;
  constexpr std::size_t kTextLength = 5 + kNonceLength;
  if (length >= kTextLength) return kText + std::string(length - kTextLength, '\0');
  if (length >= kNonceLength) return "{nonce}" + std::string(length - kNonceLength, '\0');
  return std::string(length, '\0');
}

std::vector<Candidate> PageRequests() {
  return {{{"GET / HTTP/1.0\r\n\r\n"}, Framing::kCrLf},
          {{"GET /index.html HTTP/1.0\r\n\r\n"}, Framing::kCrLf},
          {{kLikeABrowser}, Framing::kCrLf}};
}

std::vector<Candidate> OtherCandidates(const std::vector<std::string>& file_names,
                                       std::uint64_t read_length) {
  std::vector<Candidate> candidates;
  if (read_length >= 16 && read_length <= 65536)
    candidates.push_back({{PaddedTo(read_length)}, Framing::kFixed});
  candidates.push_back({{"5"}, Framing::kRead});
  candidates.push_back({{"5\n"}, Framing::kLf});
  for (const Candidate& page : PageRequests()) candidates.push_back(page);
  candidates.push_back({{"1 + 2\n"}, Framing::kLf});
  candidates.push_back({{"1 + 2"}, Framing::kRead});
  candidates.push_back({{"help\n"}, Framing::kLf});
  for (const std::string& name : file_names) {
    candidates.push_back({{name}, Framing::kRead});
    candidates.push_back({{name + "\n"}, Framing::kLf});
  }
  candidates.push_back({{BigEndian(5)}, Framing::kFixed});
  candidates.push_back({{BigEndian(13) + kText}, Framing::kLength, true});
  candidates.push_back({{kText + "\r\n\r\n"}, Framing::kCrLf});
  candidates.push_back({{PaddedTo(1024)}, Framing::kFixed});
  candidates.push_back({{PaddedTo(2048)}, Framing::kFixed});
  return candidates;
}

}  // namespace checker
