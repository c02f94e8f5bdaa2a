// A client that asks for what is not there has to be told so: a page that says "not found" with the
// status 200 looks like a file that was found, to a program.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await Ask(session, "GET /" + session.FreshNonce() + ".html HTTP/1.0\r\n\r\n", "missing file");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& exchange = evidence.Exchange("missing file");
  if (exchange.served == Served::kUndecided) return Unresolved("The server did not come to rest.");
  if (exchange.received.empty()) {
    return Fail("GET for a file that does not exist was not answered at all. " +
                DescribeTasks(exchange.after) + ".");
  }
  const HttpResponse response = ParseHttpResponse(exchange.received);
  if (response.is_http && response.status == 404)
    return Pass("GET for a file that does not exist got the status 404.");
  Verdict verdict = response.is_http
                        ? Fail("GET for a file that does not exist got the status " +
                               std::to_string(response.status) + ".")
                        : Fail("GET for a file that does not exist got no status line.");
  verdict.expected = "HTTP/1.0 404 Not Found";
  verdict.actual = Quoted(exchange.received);
  return verdict;
}

const Check kCheck{
    .id = "http/answers_not_found",
    .title = "answers 404 for a missing file",
    .requirement = "GET of a file that does not exist MUST be answered 404.",
    .see = {"open(2)"},
    .hint =
        "When open() or fopen() fails, send \"HTTP/1.0 404 Not Found\", an empty line, and close "
        "the connection.",
    .needs = {Need::kHttpFiles},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message", "exchange/serves_clients_one_after_another"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
