// Whoever can reach a web server can ask it for any path. If ".." leads out of the served folder,
// everybody can read the passwords, the keys, the source.
#include <fmt/format.h>

#include "checker/check_api.h"

namespace checker {
namespace {

std::string Replaced(std::string text, std::string_view word, std::string_view by) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
  return text;
}

// Ways to write the path of what lies above the root.
std::vector<std::string> PathsTo(const std::string& canary) {
  return {
      "/" + canary,
      "/./" + canary,
      "/x/../" + canary,
      "/" + Replaced(canary, "../", "..%2f"),
      "/" + Replaced(canary, "../", "%2e%2e/"),
      "/" + Replaced(canary, "../", ".%2E/"),
      "/" + Replaced(canary, "../", "%2e%2e%2f"),
      "/" + Replaced(canary, "../", "....//"),
      canary,
      "//etc/passwd",
  };
}

Task<void> Exercise(Session& session) {
  if (!session.facts().site) co_return;
  const std::vector<std::string> paths = PathsTo(session.facts().site->canary);
  for (const std::string& path : paths) {
    co_await Ask(session, "GET " + path + " HTTP/1.0\r\n\r\n", path);
    if (!session.Seen().alive) break;
  }
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.server.site) return Untested("The server was never seen to talk to a client.");
  const HttpSite& site = *evidence.server.site;
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    for (const std::string& words : {site.canary_words, std::string("root:x:0:0:")}) {
      if (exchange.received.find(words) == std::string::npos) continue;
      Verdict verdict =
          Fail("GET " + exchange.label + " brought a file from outside of the served folder.",
               Proof::kEvent);
      verdict.actual = Quoted(ParseHttpResponse(exchange.received).body);
      return verdict;
    }
  }
  const ExchangeSeen& last = evidence.exchanges.back();
  if (!last.after.alive)
    return Untested("The server ended when it was asked for " + last.label + ".");
  if (!site.served)
    return Untested("None of the files that were put beside the server could be got from it.");
  return Pass(
      fmt::format("{} ways to write a path that leads out of the served folder brought nothing.",
                  evidence.exchanges.size()));
}

const Check kCheck{
    .id = "http/stays_inside_its_root",
    .title = "stays inside the served folder",
    .requirement =
        "A path with \"..\" or an encoded form of it MUST not reach a file outside of the served "
        "folder.",
    .see = {"realpath(3)", "open(2)"},
    .hint =
        "First decode the path (%2e is a dot), then refuse it if one of its parts is \"..\" or if "
        "it begins with a second "
        "\"/\". Or ask realpath() where it leads, and compare the beginning with the served "
        "folder.",
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
