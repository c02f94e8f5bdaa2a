#include "checker/intake/assignment_writer.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

namespace checker {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kStarter[] = R"({
  "$schema": "assignment.v1.schema.json",
  "$comment": ["Keys that begin with $comment are for people. What is left out is found out from",
               "the server, or has a default. `checker validate` says what is wrong with it."],

  "id": "ID",
  "title": "ID: what people read above a report",

  "$comment submission": ["sources: the server's files, if it may hold others with a main();",
                          "flags: for the compiler."],
  "submission": {"role": "server", "language": "c", "sources": [], "flags": []},

  "$comment launch": ["Without args and stdin the usual ways are tried. port: argument ({port} is",
                      "in args), prompt ({port} is in a line of stdin), a number, or any."],
  "launch": {"args": ["{port}"], "port": "argument"},

  "$comment design": ["fork, prefork, threads, thread-pool, event-loop, iterative;",
                      "null: any will do."],
  "design": "fork",

  "$comment clients_held": "How many are connected at once by the checks that hold many.",
  "clients_held": 16,

  "$comment exchange": ["null: learnt from the server. {nonce} is a word that is new each time.",
                        "\"once\": true beside a send: at the beginning only, as a login is.",
                        "kind: echo, upper, reversed, contains (a text), operator, http, any."],
  "exchange": {
    "speaks_first": "client",
    "framing": "lf",
    "repeat": "until_eof",
    "server_closes": true,
    "steps": [
      {"send": "hello {nonce}\n"},
      {"expect": {"kind": "echo"}}
    ]
  },

  "$comment checks": ["By id, as `checker list` has it, or by its beginning; the longest wins.",
                      "A number: points for each of them; advice: none; off: not even looked at."],
  "checks": {
    "*": "advice",
    "build/compiles": 5,
    "startup/listens_for_connections": 5,
    "exchange/": 5,
    "concurrency/": 5,
    "processes/": 5,
    "descriptors/": 5
  },

  "$comment feedback": ["How much of a check students are shown, by id or its beginning:",
                        "full, outcome (passed or not), nothing. Instructors see everything."],
  "feedback": {"*": "full"},

  "$comment reference": ["A solution that must get full marks: `checker validate` grades it.",
                         "A path, seen from this file."],
  "reference": null
}
)";

bool IsUtf8(const std::string& text) {
  try {
    (void)Json(text).dump();
    return true;
  } catch (const Json::type_error&) {
    return false;
  }
}

Json Port(const ServerFacts& server) {
  switch (server.port_source) {
    case PortSource::kArgument: return "argument";
    case PortSource::kPrompt: return "prompt";
    case PortSource::kFixed:
    case PortSource::kAssignment: return server.port;
    default: return "any";
  }
}

Json Launch(const ServerFacts& server) {
  Json lines = Json::array();
  for (const std::string& line : server.launch.prompted_lines)
    lines.push_back({{"when", "start"}, {"line", line}});
  Json launch = {{"args", Json(server.launch.arguments)}};
  if (!lines.empty()) launch["stdin"] = std::move(lines);
  launch["port"] = Port(server);
  return launch;
}

Json Expect(Reply reply, const Exchange& exchange) {
  if (exchange.nonce_form == NonceForm::kReversed) return {{"kind", "reversed"}};
  const bool nonce_among_words = exchange.nonce_form == NonceForm::kSame && reply != Reply::kEcho;
  if (nonce_among_words) return {{"kind", "contains"}, {"text", "{nonce}"}};
  switch (reply) {
    case Reply::kEcho: return {{"kind", "echo"}};
    case Reply::kUpper: return {{"kind", "upper"}};
    case Reply::kOperator: return {{"kind", "operator"}};
    case Reply::kHttp: return {{"kind", "http"}};
    case Reply::kFixed:
      if (IsUtf8(exchange.fixed_reply))
        return {{"kind", "contains"}, {"text", exchange.fixed_reply}};
      return {{"kind", "any"}};
    default: return {{"kind", "any"}};
  }
}

Json Steps(const Exchange& exchange) {
  Json steps = Json::array();
  if (exchange.parts.empty()) return Json::array({{{"expect", Expect(exchange.reply, exchange)}}});
  if (exchange.speaks_first == Speaker::kServer) {
    const bool typed = exchange.operator_types && exchange.reply != Reply::kOperator;
    steps.push_back({{"expect", {{"kind", typed ? "operator" : "any"}}}});
  }
  for (const std::string& part : exchange.opening)
    steps.push_back({{"send", part}, {"once", true}});
  for (const std::string& part : exchange.parts) steps.push_back({{"send", part}});
  if (exchange.HasReply()) steps.push_back({{"expect", Expect(exchange.reply, exchange)}});
  return steps;
}

std::string EndBytes(const Exchange& exchange) {
  return exchange.framing == Framing::kNul ? std::string(1, '\0') : "\r\n";
}

Json Dialogue(const Exchange& exchange) {
  Json dialogue = {{"speaks_first", Name(exchange.speaks_first)}};
  if (exchange.framing != Framing::kUnknown) dialogue["framing"] = Name(exchange.framing);
  if (exchange.ends == Ends::kOne) dialogue["repeat"] = "once";
  if (exchange.ends == Ends::kEof) dialogue["repeat"] = "until_eof";
  if (exchange.ends == Ends::kKeyword && !exchange.end_word.empty()) {
    dialogue["repeat"] = "until_end_word";
    dialogue["end_word"] =
        exchange.end_word.substr(0, exchange.end_word.find_last_not_of(EndBytes(exchange)) + 1);
  }
  if (exchange.turns == Turns::kFullDuplex) dialogue["turns"] = "full-duplex";
  dialogue["steps"] = Steps(exchange);
  return dialogue;
}

// JSON has no strings of bytes.
bool CanBeWritten(const Exchange& exchange) {
  return std::all_of(exchange.opening.begin(), exchange.opening.end(), IsUtf8) &&
         std::all_of(exchange.parts.begin(), exchange.parts.end(), IsUtf8);
}

bool IsSure(const std::optional<Exchange>& exchange) {
  return exchange && CanBeWritten(*exchange) && !exchange->streams &&
         exchange->confidence == Confidence::kSeen && exchange->speaks_first != Speaker::kUnknown &&
         exchange->reply != Reply::kUnknown;
}

void AddServer(const ServerFacts& server, Json* to) {
  (*to)["launch"] = Launch(server);
  const bool sure =
      server.design_confidence == Confidence::kSeen && server.design != Design::kUnknown;
  if (sure) (*to)["design"] = Name(server.design);
  if (server.ends_after_clients && *server.ends_after_clients >= 2) {
    (*to)["ends_after_clients"] = *server.ends_after_clients;
  }
  if (IsSure(server.exchange)) {
    (*to)["exchange"] = Dialogue(*server.exchange);
  } else {
    (*to)["$comment exchange"] =
        "How it talks was not certain: it is learnt anew from each submission.";
  }
}

}  // namespace

std::string StarterAssignment(const std::string& id) {
  std::string text = kStarter;
  const std::string place = "\"ID";
  for (auto at = text.find(place); at != text.npos; at = text.find(place, at + 1)) {
    text.replace(at + 1, place.size() - 1, id);
  }
  return text;
}

std::string LearntAssignment(const ScoreReport& report, const std::string& id,
                             const std::string& reference) {
  Json assignment = {{"$schema", "assignment.v1.schema.json"},
                     {"$comment", "Learnt from " + AsAssignmentId(report.submission_name) +
                                      ": take out what other submissions need not share with it."},
                     {"id", id},
                     {"title", id}};
  if (report.server) AddServer(*report.server, &assignment);
  Json checks = {{"*", "advice"}};
  for (const CheckResult& check : report.checks) {
    if (check.max_points > 0) checks[check.id] = check.max_points;
  }
  assignment["checks"] = std::move(checks);
  assignment["reference"] = reference;
  return assignment.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string AsAssignmentId(const std::string& name) {
  std::string id;
  for (const unsigned char letter : name) {
    const bool plain = std::isalnum(letter) != 0 || letter == '-' || letter == '_' || letter == '.';
    if (plain) id += static_cast<char>(letter);
    if (letter == ' ') id += '-';
  }
  while (id.starts_with('.')) id.erase(0, 1);
  if (id == "auto") return "auto-1";
  return id.empty() ? "assignment" : id;
}

}  // namespace checker
