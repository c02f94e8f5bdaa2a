#include <algorithm>

#include "checker/judge/sentences.h"
#include "checker/learn/launch_forms.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

int SwapBytes(int port) { return ((port & 0xff) << 8) | ((port >> 8) & 0xff); }

std::string CommandLine(const LearnRequest& request, const std::vector<std::string>& arguments) {
  std::string line = request.plan.words.empty() ? "./" + request.plan.program : "";
  for (const std::string& word : request.plan.words) line += (line.empty() ? "" : " ") + word;
  for (const std::string& argument : arguments) {
    line += " " + (argument == "{port}" ? std::to_string(request.plan.port) : argument);
  }
  return line;
}

PortSource SourceOf(const Session& session, const LearnRequest& request) {
  const int asked = request.plan.port;
  const ServerFacts& facts = session.facts();
  const auto& arguments = facts.launch.arguments;
  const bool by_argument = std::any_of(
      arguments.begin(), arguments.end(),
      [](const std::string& argument) { return argument.find("{port}") != std::string::npos; });
  const bool given = by_argument || session.prompts_answered() > 0 || request.port_is_given;
  if (request.port_is_given && facts.port == asked) return PortSource::kAssignment;
  if (given && facts.port == SwapBytes(asked) && facts.port != asked) return PortSource::kByteOrder;
  if (facts.port != asked) {
    const auto& meant = request.numbers_in_sources;
    const bool swapped = meant.contains(SwapBytes(facts.port)) && !meant.contains(facts.port);
    return swapped ? PortSource::kByteOrder : PortSource::kFixed;
  }
  return by_argument ? PortSource::kArgument : PortSource::kPrompt;
}

// How far a launch got, to choose the best of those that did not listen.
int Progress(Start start, const Session& session) {
  switch (start) {
    case Start::kListening: return 4;
    case Start::kNotListening: return 3;
    case Start::kUndecided: return 2;
    case Start::kEnded: return session.end_status() == 0 ? 1 : 0;
  }
  return 0;
}

}  // namespace

Task<sandbox::Result<bool>> LearnLaunch(const LearnRequest& request, ServerFacts* facts) {
  const LaunchForm given = request.launch.value_or(LaunchForm{});
  LaunchPlan plan = request.plan;
  if (!request.launch) plan.answer_prompt = AnswerToPrompt;
  plan.possible_ports = request.numbers_in_sources;
  auto forms = UsualArguments();
  if (request.launch) forms = {given.arguments};
  int best = -1;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    ServerFacts attempt = *facts;
    attempt.launch.arguments = forms[i];
    attempt.launch.prompted_lines = given.prompted_lines;
    facts->launch_tries.push_back(CommandLine(request, forms[i]));
    Session session(plan, attempt, 0);
    const auto start = co_await session.Launch();
    if (!start) co_return start.error();
    if (const int progress = Progress(*start, session); progress > best) {
      best = progress;
      const std::vector<std::string> tries = facts->launch_tries;
      *facts = session.facts();
      facts->launch_tries = tries;
      facts->launch.prompted_lines.resize(static_cast<std::size_t>(session.prompts_answered()));
      facts->port_source = SourceOf(session, request);
    }
    if (*start == Start::kListening) co_return true;
    // A program that runs in circles has not asked for anything that another form could give it.
    if (session.Seen().Burns()) co_return false;
    const auto asked_for = ArgumentsFromUsage(session.output());
    if (!request.launch && !asked_for.empty() &&
        std::find(forms.begin(), forms.end(), asked_for) == forms.end()) {
      forms.insert(forms.begin() + static_cast<std::ptrdiff_t>(i) + 1, asked_for);
    }
  }
  facts->port = request.plan.port;
  facts->port_source = PortSource::kUnknown;
  co_return false;
}

}  // namespace checker
