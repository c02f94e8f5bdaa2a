#include "checker/intake/assignment_reader.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "checker/intake/assignment_exchange.h"
#include "checker/intake/document_section.h"
#include "checker/intake/fingerprint.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using sandbox::Error;
using sandbox::Result;

constexpr std::string_view kPort = "{port}";
constexpr int kMostPoints = 1000;
constexpr int kMostClients = 1000;

struct Places {
  fs::path folder;  // of the assignment
  fs::path project;
};

std::string Replaced(std::string text, std::string_view word, const std::string& by) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
  }
  return text;
}

bool AnyHasPort(const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [](const std::string& text) { return text.find(kPort) != text.npos; });
}

void ReadSubmissionPart(Section section, Assignment* to) {
  to->role = section.Choice<Role>("role", {{"server", Role::kServer}, {"client", Role::kClient}})
                 .value_or(Role::kServer);
  to->sources = section.Texts("sources");
  to->language =
      section.Choice<Language>("language", {{"c", Language::kC}, {"c++", Language::kCpp}});
  to->flags = section.Texts("flags");
  to->make_target = section.Text("make_target", "");
  to->binary = section.Text("binary", "");
  to->build = section.Texts("build");
  section.Finish();
}

std::vector<std::string> ReadStandardInput(Section& launch) {
  enum class When { kStart };
  std::vector<std::string> lines;
  for (Section typed : launch.Objects("stdin")) {
    const json* when = typed.Get("when");
    if (when != nullptr && *when == "asked") {
      typed.NotSupported(
          "when", "only \"start\"; an operator's lines are typed whenever a handler asks for one");
    } else {
      typed.Choice<When>("when", {{"start", When::kStart}});
    }
    if (!typed.Text("line")) typed.Complain("", "\"line\" is missing: the text to type");
    lines.push_back(typed.Text("line", ""));
    typed.Finish();
  }
  return lines;
}

// Where the port comes from has to be possible with what is passed and typed.
void ReadPort(Section& launch, Assignment* to) {
  const json* port = launch.Get("port");
  if (port == nullptr) return;
  const LaunchForm form = to->launch.value_or(LaunchForm());
  if (port->is_number()) {
    to->port = launch.Number("port", 1, 65535);
  } else if (*port == "argument" && !AnyHasPort(form.arguments)) {
    launch.Complain("port", "a port that is an argument needs {port} in \"args\"");
  } else if (*port == "prompt" && !AnyHasPort(form.prompted_lines)) {
    launch.Complain("port", "a port that is typed needs {port} in a line of \"stdin\"");
  } else if (*port != "argument" && *port != "prompt" && *port != "any") {
    launch.ExpectedButFound("port", "a port number or one of \"argument\", \"prompt\", \"any\"");
  }
}

void ReadFiles(Section& launch, const Places& places, Assignment* to) {
  for (const std::string& name : launch.Texts("files")) {
    const fs::path path = places.folder / name;
    std::error_code error;
    if (!fs::is_regular_file(path, error) && !fs::is_directory(path, error))
      launch.Complain("files", "there is no file or folder " + path.string());
    to->files.push_back(path.lexically_normal().string());
  }
}

void ReadLaunch(Section launch, const Places& places, Assignment* to) {
  to->command = launch.Texts("command");
  to->host = launch.Text("host", "");
  LaunchForm form{launch.Texts("args"), ReadStandardInput(launch)};
  // A client is told where the checker's server is when that is known.
  const std::string host = to->role == Role::kClient ? "{host}"
                           : to->host.empty()        ? "127.0.0.1"
                                                     : to->host;
  for (std::string& word : form.arguments) word = Replaced(std::move(word), "{host}", host);
  for (std::string& line : form.prompted_lines) line = Replaced(std::move(line), "{host}", host);
  if (launch.Get("args") != nullptr || launch.Get("stdin") != nullptr) to->launch = std::move(form);
  ReadPort(launch, to);
  to->terminal = launch.Flag("terminal", true);
  to->environment = launch.TextMap("env");
  ReadFiles(launch, places, to);
  to->start_deadline_ms = launch.Number("start_deadline_ms", 100, 60'000);
  launch.Finish();
}

void ReadLimits(Section limits, Assignment* to) {
  to->memory_mb = limits.Number("memory_mb", 16, 65'536);
  to->processes = limits.Number("processes", 8, 4096);
  if (limits.Number("wall_ms", 1, 3'600'000))
    limits.NotSupported("wall_ms", "every wait has its own end");
  if (limits.Number("output_kb", 1, 1'048'576))
    limits.NotSupported("output_kb", "the last 64 KB are kept");
  limits.Finish();
}

bool IsWritten(const std::string& prefix) {
  return std::any_of(Catalogue().begin(), Catalogue().end(),
                     [&](const Check* check) { return check->id.starts_with(prefix); });
}

void ExpectPrefix(Section& section, const std::string& key) {
  if (key != "*" && !IsReservedPrefix(key)) {
    section.Complain(key, "no check begins with it; `checker list` has them all");
  }
}

void ReadWeight(Section& checks, const std::string& key, Assignment* to) {
  CheckWeight weight;
  const json* found = checks.Get(key);
  if (found != nullptr && *found == "off") {
    weight.mode = CheckWeight::Mode::kOff;
  } else if (found != nullptr && found->is_number()) {
    weight = {CheckWeight::Mode::kPoints, checks.Number(key, 0, kMostPoints).value_or(0)};
  } else if (found == nullptr || *found != "advice") {
    checks.Complain(key, "expected points (a whole number), \"advice\" or \"off\"");
  }
  ExpectPrefix(checks, key);
  const bool is_known = key == "*" || !IsReservedPrefix(key) || IsWritten(key);
  if (!is_known && weight.mode != CheckWeight::Mode::kOff) {
    checks.NotSupported(key, "no check that begins with it is written");
  }
  to->checks[key] = weight;
}

void ReadFeedback(Section section, Assignment* to) {
  for (const std::string& key : section.Keys()) {
    ExpectPrefix(section, key);
    const auto level = section.Choice<Feedback>(key, {{"full", Feedback::kFull},
                                                      {"outcome", Feedback::kOutcome},
                                                      {"nothing", Feedback::kNothing}});
    to->feedback[key] = level.value_or(Feedback::kFull);
  }
}

void ReadIdentity(Section& root, Assignment* to) {
  root.Text("$schema");
  to->id = root.Text("id", "");
  const bool plain = std::all_of(to->id.begin(), to->id.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_' || letter == '.';
  });
  if (to->id.empty()) root.Complain("", "\"id\" is missing: a short name without spaces");
  if (!plain) root.Complain("id", "expected letters, digits, \"-\", \"_\" and \".\" only");
  if (to->id == "auto") root.Complain("id", "\"auto\" is the assignment that needs no file");
  to->title = root.Text("title", to->id);
}

void ReadDemands(Section& root, Assignment* to) {
  to->design = root.Choice<Design>("design", {{"fork", Design::kFork},
                                              {"prefork", Design::kPrefork},
                                              {"threads", Design::kThreads},
                                              {"thread-pool", Design::kThreadPool},
                                              {"event-loop", Design::kEventLoop},
                                              {"iterative", Design::kIterative}});
  to->clients_held = root.Number("clients_held", 1, kMostClients).value_or(64);
  to->ends_after_clients = root.Number("ends_after_clients", 1, kMostClients);
  if (to->ends_after_clients == 1)
    root.NotSupported("ends_after_clients", "a server for one client; from 2 on");
  if (root.Number("exit_code", 0, 255))
    root.NotSupported("exit_code", "the status of a server that ends by itself");
}

// What the dialogue leaves open cannot be asked for, unless the assignment names the check itself.
void RelieveFrom(const char* id, Assignment* to) {
  to->checks.try_emplace(id, CheckWeight{CheckWeight::Mode::kOff});
}

void ReadDialogue(Section& root, Assignment* to) {
  auto section = root.Object("exchange");
  if (!section) return;
  AssignedExchange read = ReadExchange(*section);
  to->exchange = std::move(read.exchange);
  if (!read.server_closes) RelieveFrom("exchange/closes_connection_after_exchange", to);
  if (read.tolerates_padding) RelieveFrom("exchange/reply_has_no_stray_bytes", to);
}

std::string TextWith(Section& section, const std::string& key, std::string_view word) {
  const std::string text = section.Text(key, "");
  if (text.find(word) == text.npos)
    section.Complain(key, "expected a text with " + std::string(word));
  return text;
}

ChatRoom ReadChatRoom(Section room) {
  ChatRoom read;
  read.join = room.Text("join", "");
  read.say = TextWith(room, "say", "{nonce}");
  if (room.Get("to_sender") != nullptr) read.to_sender = room.Flag("to_sender", false);
  read.one_order = room.Flag("one_order", false);
  room.Finish();
  return read;
}

Auction ReadAuction(Section auction) {
  Auction read;
  read.join = auction.Text("join", "");
  read.bid = TextWith(auction, "bid", "{amount}");
  read.accepted = TextWith(auction, "accepted", "");
  read.rejected = TextWith(auction, "rejected", "");
  read.ask = auction.Text("ask", "");
  if (read.accepted.empty() || read.rejected.empty() || read.accepted == read.rejected)
    auction.Complain("accepted", "\"accepted\" and \"rejected\" are two different words");
  auction.Finish();
  return read;
}

void ReadSharedState(Section& root, Assignment* to) {
  auto section = root.Object("shared_state");
  if (!section) return;
  to->shared_state.emplace();
  if (auto room = section->Object("chat_room")) to->shared_state->chat_room = ReadChatRoom(*room);
  if (auto auction = section->Object("auction")) to->shared_state->auction = ReadAuction(*auction);
  if (!to->shared_state->chat_room && !to->shared_state->auction)
    section->Complain("", "expected \"chat_room\" or \"auction\"");
  section->Finish();
}

std::string FindReference(const std::string& written, const Places& places) {
  if (written.empty()) return "";
  std::error_code error;
  const fs::path beside = (places.folder / written).lexically_normal();
  const fs::path in_project = (places.project / written).lexically_normal();
  return (!fs::exists(beside, error) && fs::exists(in_project, error) ? in_project : beside)
      .string();
}

}  // namespace

Result<Assignment> ReadAssignmentText(std::string_view text, const std::string& path,
                                      const std::string& project_folder) {
  const std::string operation = "read the assignment " + path;
  const auto document = ParseLocatedJson(text);
  if (!document) return Error(operation, document.error().reason());
  const Places places = {fs::absolute(path).parent_path(), project_folder};

  Assignment assignment;
  assignment.is_auto = false;
  assignment.sha256 = Sha256(text);
  Complaints complaints;
  Section root(*document, "", &complaints);
  ReadIdentity(root, &assignment);
  if (auto part = root.Object("submission")) ReadSubmissionPart(*part, &assignment);
  if (auto part = root.Object("launch")) ReadLaunch(*part, places, &assignment);
  ReadDemands(root, &assignment);
  if (auto part = root.Object("checks")) {
    for (const std::string& key : part->Keys()) ReadWeight(*part, key, &assignment);
  } else if (root.Get("checks") == nullptr) {
    root.Complain("", "\"checks\" is missing: which requirements give how many points");
  }
  if (auto part = root.Object("feedback")) ReadFeedback(*part, &assignment);
  ReadDialogue(root, &assignment);
  ReadSharedState(root, &assignment);
  if (auto part = root.Object("limits")) ReadLimits(*part, &assignment);
  assignment.reference = FindReference(root.Text("reference", ""), places);
  root.Finish();
  if (!complaints.empty()) return Error(operation, complaints.Text());
  return assignment;
}

Result<Assignment> ReadAssignmentFile(const std::string& path, const std::string& project_folder) {
  const std::string operation = "read the assignment " + path;
  std::error_code error;
  constexpr std::uintmax_t kLargest = 1 << 20;
  if (!fs::is_regular_file(path, error))
    return Error(operation, error ? error.message() : "not a file");
  if (fs::file_size(path, error) > kLargest) return Error(operation, "larger than 1 MB");
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) return Error(operation, "it cannot be read, or is empty");
  return ReadAssignmentText(text.str(), path, project_folder);
}

}  // namespace checker
