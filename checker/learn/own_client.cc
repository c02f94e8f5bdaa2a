#include "checker/learn/own_client.h"

#include <algorithm>

#include "checker/drive/client_session.h"
#include "checker/drive/nonce.h"
#include "checker/learn/launch_forms.h"

namespace checker {
namespace {

constexpr char kMessage[] = "{message}";

using Script = std::vector<std::string>;  // "{nonce}" is filled in, with another word in each

// What a client's user may type: a name and messages, a choice from a menu first, or numbers.
const std::vector<Script>& Scripts() {
  static const std::vector<Script> kScripts = {{"hello{nonce}", "hello{nonce}", "hello{nonce}"},
                                               {"1", "hello{nonce}", "hello{nonce}"},
                                               {"1", "1", "1"}};
  return kScripts;
}

// A client of the submission and its server, each at rest before anything is passed on.
class Relay {
 public:
  Relay(const LearnRequest& request, const ServerFacts& facts, ClientFacts client)
      : server_(request.plan, facts, 0),
        client_(ClientPlan(request), WithMessage(std::move(client), server_.FreshNonce())) {}

  // Starts the client: whether it connects.
  Task<bool> Begin();
  // Passes on what is said until nobody has anything more to say.
  Task<void> Run(Script lines);

  // It cannot be started, or does not come to rest: another try would bring no more.
  bool IsHopeless() { return !launched_ || !client_.Seen().AtRest(); }
  std::string ClientsOutput() { return client_.Seen().output_tail; }
  bool typed() const { return typed_ > 0; }
  Recording TakeRecording() { return std::move(recording_); }

 private:
  static LaunchPlan ClientPlan(const LearnRequest& request);
  ClientFacts WithMessage(ClientFacts client, const std::string& word);
  bool HearServer();
  bool HearClient();
  bool TypeNext(const Script& lines);

  Recording recording_;
  Session server_;
  ClientSession client_;
  bool launched_ = false;
  int number_ = 0;  // of the connection to the server
  std::size_t passed_to_server_ = 0;
  std::size_t passed_to_client_ = 0;
  bool client_ended_ = false;
  std::size_t typed_ = 0;
};

LaunchPlan Relay::ClientPlan(const LearnRequest& request) {
  LaunchPlan plan = request.plan;
  plan.program = request.client_program;
  plan.words.clear();
  return plan;
}

// What it is told when it is started, or before it connects, is a user's word too.
ClientFacts Relay::WithMessage(ClientFacts client, const std::string& word) {
  for (auto* texts : {&client.launch.arguments, &client.launch.prompted_lines}) {
    for (std::string& text : *texts) {
      if (text != kMessage) continue;
      text = "hello" + word;
      recording_.words = {word};
    }
  }
  return client;
}

Task<bool> Relay::Begin() {
  client_.TypeNoMessage();
  launched_ = co_await client_.Launch();
  if (!launched_) co_return false;
  client_.Listen();
  client_.Start();
  co_await client_.Rest();
  co_return client_.Seen().AtRest() && client_.connection() != nullptr;
}

// True if there was news.
bool Relay::HearServer() {
  const ClientSeen& seen = server_.client(number_).seen();
  const std::string news = seen.received.substr(passed_to_client_);
  passed_to_client_ += news.size();
  if (!news.empty()) client_.Send(news);
  if (!news.empty() && !recording_.turns.empty()) recording_.turns.back().answer += news;
  if (seen.eof || seen.reset) client_.CloseConnection();
  return !news.empty();
}

bool Relay::HearClient() {
  const ClientSeen& seen = *client_.connection();
  const std::string news = seen.received.substr(passed_to_server_);
  const bool ends = (seen.eof || seen.reset) && !client_ended_;
  passed_to_server_ += news.size();
  client_ended_ = client_ended_ || ends;
  if (!news.empty()) {
    auto& turns = recording_.turns;
    if (turns.empty() || !turns.back().answer.empty()) turns.emplace_back();
    turns.back().said += news;
    server_.SendBytes(number_, news);
  }
  if (ends) {
    if (!recording_.turns.empty() && recording_.turns.back().answer.empty())
      recording_.turns.back().ended = true;
    server_.HalfClose(number_);
  }
  return !news.empty() || ends;
}

bool Relay::TypeNext(const Script& lines) {
  if (typed_ == lines.size() || !client_.AsksForInput()) return false;
  const std::string& line = lines[typed_++];
  std::string word;
  if (line.find("{nonce}") != std::string::npos) {
    word = server_.FreshNonce();
    recording_.words.push_back(word);
  }
  return client_.Type(WithNonce(line, word));
}

Task<void> Relay::Run(Script lines) {
  constexpr int kMostRounds = 24;
  constexpr std::size_t kMostBytes = 16 * 1024;  // no dialogue to learn from is as long
  const auto start = co_await server_.Launch();
  if (!start || *start != Start::kListening) co_return;
  number_ = co_await server_.Connect();
  if (server_.client_count() < number_) co_return;  // the host has refused a socket
  for (int round = 0; round < kMostRounds; ++round) {
    co_await server_.Rest();
    const bool server_spoke = HearServer();
    co_await client_.Rest();
    const bool client_spoke = HearClient();
    const bool at_rest = server_.Seen().AtRest() && client_.Seen().AtRest();
    if (!at_rest || passed_to_server_ > kMostBytes || passed_to_client_ > kMostBytes) co_return;
    if (!server_spoke && !client_spoke && !TypeNext(lines)) co_return;
  }
}

// Ways of starting the client that can lead to us. Where the network is shared, the port that the
// server has is not ours to listen on: only a client that is told its port can be tried.
std::vector<LaunchForm> FormsToTry(const LearnRequest& request) {
  std::vector<LaunchForm> forms = UsualClientForms();
  const auto prompted = std::find_if(forms.begin(), forms.end(), [](const LaunchForm& form) {
    return !form.prompted_lines.empty();
  });
  forms.insert(prompted, {{"{host}", "{port}"}, {kMessage}});  // a name comes before all else
  if (request.plan.isolation.network_namespace.on) return forms;
  std::erase_if(forms, [](const LaunchForm& form) {
    const auto& words = form.arguments;
    return std::find(words.begin(), words.end(), "{port}") == words.end();
  });
  return forms;
}

// As a usage line has it, with something for its user's name and words.
LaunchForm AsAskedFor(std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    for (const char* word : {"name", "user", "nick", "message", "msg", "text"}) {
      if (argument.find(word) != std::string::npos) argument = kMessage;
    }
  }
  return {std::move(arguments), {}};
}

ClientFacts ClientOf(const LearnRequest& request, const ServerFacts& server) {
  ClientFacts client;
  client.host = "127.0.0.1";
  client.port = server.port;
  if (request.plan.isolation.network_namespace.on) {
    client.other_ports = PossiblePorts(request.numbers_in_sources);
  } else {
    client.port = server.port == request.plan.port ? server.port + 1 : request.plan.port;
  }
  return client;
}

// The first way of starting the client in which it connects; nullptr where there is none.
Task<std::unique_ptr<Relay>> StartClient(const LearnRequest& request, const ServerFacts& facts,
                                         ClientFacts* client) {
  std::vector<LaunchForm> left = FormsToTry(request);
  std::reverse(left.begin(), left.end());
  bool usage_was_read = false;
  while (!left.empty()) {
    client->launch = left.back();
    left.pop_back();
    auto relay = std::make_unique<Relay>(request, facts, *client);
    const bool connected = co_await relay->Begin();
    if (connected) co_return relay;
    if (relay->IsHopeless()) co_return nullptr;
    const auto asked_for = ArgumentsFromUsage(relay->ClientsOutput());
    if (!usage_was_read && !asked_for.empty()) left.push_back(AsAskedFor(asked_for));
    usage_was_read = usage_was_read || !asked_for.empty();
  }
  co_return nullptr;
}

}  // namespace

Task<Recording> ListenToOwnClient(const LearnRequest& request, ServerFacts facts) {
  Recording best;
  facts.exchange.reset();
  ClientFacts client = ClientOf(request, facts);
  std::unique_ptr<Relay> relay = co_await StartClient(request, facts, &client);
  for (const Script& lines : Scripts()) {
    if (!relay) break;
    co_await relay->Run(lines);
    const bool typed = relay->typed();
    const bool is_hopeless = relay->IsHopeless();
    const Recording recording = relay->TakeRecording();
    if (WordCameBack(recording)) co_return recording;
    if (CandidatesFrom(best).empty()) best = recording;
    // Who asks its user for nothing says the same each time.
    if (!typed || is_hopeless) break;
    relay = std::make_unique<Relay>(request, facts, client);
    const bool connected = co_await relay->Begin();
    if (!connected) break;
  }
  co_return best;
}

}  // namespace checker
