// The one thing that a web server is for: somebody asks for a file and gets it, all of it, and can
// tell where it ends.
#include <fmt/format.h>

#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  if (!session.facts().site) co_return;
  const HttpSite site = *session.facts().site;
  co_await Ask(session, "GET " + site.page + " HTTP/1.0\r\n\r\n", "short page");
  co_await Ask(session, "GET " + site.book + " HTTP/1.0\r\n\r\n", "long page");
}

std::string HowMuch(const HttpResponse& response, const std::string& wanted) {
  const auto [here, there] =
      std::mismatch(response.body.begin(), response.body.end(), wanted.begin(), wanted.end());
  const auto same = static_cast<std::size_t>(there - wanted.begin());
  if (same == wanted.size())
    return fmt::format("{} bytes too many behind it", response.body.size() - same);
  if (same == response.body.size())
    return fmt::format("only the first {} of {} bytes", same, wanted.size());
  return fmt::format("{} bytes that differ from the file's from byte {} on", response.body.size(),
                     same);
}

std::optional<Verdict> FailUnlessWhole(const ExchangeSeen& exchange, const std::string& wanted) {
  const std::string asked =
      "GET for a file of " + std::to_string(wanted.size()) + " bytes (" + exchange.label + ") ";
  const ClientSeen& client = *exchange.after.Client(exchange.client);
  if (exchange.served == Served::kUndecided)
    return Unresolved("After a " + asked + "the server did not come to rest.");
  if (exchange.received.empty())
    return Fail("A " + asked + "was not answered. " + DescribeTasks(exchange.after) + ".");
  const HttpResponse response = ParseHttpResponse(exchange.received);
  const std::string begin = "The answer begins with " + Quoted(exchange.received) + ".";
  if (!response.is_http)
    return Fail("A " + asked + "got no status line such as \"HTTP/1.0 200 OK\". " + begin);
  if (response.status != 200)
    return Fail("A " + asked + "got the status " + std::to_string(response.status) +
                " and not 200.");
  if (!response.header_ended)
    return Fail("The header of the answer does not end: its last line has to be an empty one. " +
                begin);
  if (response.body != wanted)
    return Fail("A " + asked + "brought " + HowMuch(response, wanted) + ".");
  if (response.length && *response.length != response.body.size()) {
    return Fail(fmt::format("Content-Length says {}, and {} bytes came.", *response.length,
                            response.body.size()));
  }
  if (!response.EndIsMarked() && !client.eof) {
    return Fail(
        "The file came, but the client cannot know that it was all: there is no Content-Length, "
        "and the connection "
        "stays open.");
  }
  return std::nullopt;
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.server.site) return Untested("The server was never seen to talk to a client.");
  const HttpSite& site = *evidence.server.site;
  const ExchangeSeen& page = evidence.Exchange("short page");
  if (auto failed = FailUnlessWhole(page, site.page_bytes)) {
    if (!site.served && ParseHttpResponse(page.received).status == 404) {
      failed->notes.push_back("The files were put beside the server and into every folder there.");
    }
    return *failed;
  }
  if (auto failed = FailUnlessWhole(evidence.Exchange("long page"), site.book_bytes))
    return *failed;
  Verdict verdict =
      Pass(fmt::format("Two files of {} and {} bytes came whole, with the status 200.",
                       site.page_bytes.size(), site.book_bytes.size()));
  if (ParseHttpResponse(page.received).bare_newlines) {
    verdict.notes.push_back(
        "The lines of the header end with \"\\n\" alone; HTTP wants \"\\r\\n\".");
  }
  return verdict;
}

const Check kCheck{
    .id = "http/answers_get",
    .title = "answers GET with the file",
    .requirement =
        "GET of an existing file MUST be answered 200 with its bytes, and their end MUST be known "
        "to the client.",
    .see = {"read(2)", "send(2)"},
    .hint =
        "Send a status line, a header that an empty line ends, then the file's bytes: read and "
        "send in a loop until read() "
        "returns 0, and send as many bytes as read() returned. Then close the connection.",
    .needs = {Need::kHttpFiles},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message", "exchange/serves_clients_one_after_another",
                    "exchange/closes_connection_after_exchange"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
