#include "checker/judge/run_checks.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>

#include "checker/drive/client_session.h"
#include "checker/drive/portrait.h"
#include "checker/drive/side_by_side.h"
#include "checker/drive/stuck_server.h"
#include "checker/judge/applicability.h"
#include "checker/judge/end_of_exercise.h"
#include "checker/judge/explain.h"
#include "checker/judge/sentences.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

constexpr char kReplies[] = "exchange/replies_to_one_message";
// Where each client has to wait until the server has slept.
constexpr int kHeldBySleepers = 8;
constexpr int kFewInTurn = 3;  // who served so many can be asked other things

using sandbox::Result;

bool IsSelected(const std::string& id, const std::vector<std::string>& only) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&id](const std::string& prefix) {
           return id.starts_with(prefix);
         });
}

CheckResult Describe(const Check& check) {
  CheckResult result;
  result.id = check.id;
  result.title = check.title;
  result.requirement = check.requirement;
  result.must = check.level == Level::kMust;
  result.hint = check.hint;
  return result;
}

void Fill(CheckResult* result, Verdict verdict) {
  result->outcome = verdict.outcome;
  result->rationale = std::move(verdict.rationale);
  result->expected = std::move(verdict.expected);
  result->actual = std::move(verdict.actual);
  result->proof = verdict.proof;
  result->notes = std::move(verdict.notes);
  if (verdict.hint) result->hint = *verdict.hint;
  result->source = std::move(verdict.source);
}

class Runner {
 public:
  Runner(const RunRequest& request, boost::asio::any_io_executor executor)
      : request_(request), changed_(executor, boost::asio::steady_timer::time_point::max()) {}

  Task<Result<RunResult>> Run();

 private:
  Task<void> Work();
  Task<void> Sit();
  Task<void> RunOne(const Check& check, CheckResult* result);
  Verdict JudgeWithoutServer(const Check& check) const;
  Task<Verdict> ExerciseAndJudge(const Check& check, bool patient, Evidence* evidence);
  Task<Verdict> ExerciseAndConfirm(const Check& check, CheckResult* result);
  Task<Verdict> ExerciseClient(const Check& check, Evidence* evidence);
  Verdict JudgeEvidence(const Check& check, const Evidence& evidence);
  LaunchPlan PlanFor(const Check& check) const;
  std::optional<std::string> UnmetPrerequisite(const Check& check,
                                               bool first_clients_will_do) const;
  std::optional<Verdict> UseInstrumented(Instrumentation instrumentation, LaunchPlan* plan);
  bool IsReady(const Check& check) const;
  const Check* TakeNext();
  void NoteSleep(const Check& check, const Evidence& evidence);
  bool IsOwed(const Check& check) const;
  void Skip(const Check& check, const std::string& reason);
  bool NoteStop();
  Task<void> WaitForChange();
  Task<void> WatchBuilds();

  const RunRequest& request_;
  boost::asio::steady_timer changed_;
  std::vector<const Check*> order_;  // what is run or counts as untested
  std::vector<const Check*> pending_;
  std::map<std::string, CheckResult> results_;  // finished or running
  std::set<std::string> finished_;
  std::map<std::string, std::uint64_t> sleeps_at_;
  int served_in_turn_ = 0;  // clients, one after another
  int running_ = 0;
  bool alone_ = false;
  int workers_ = 0;  // coroutines that have not ended
  std::optional<sandbox::Error> error_;
};

bool Runner::IsReady(const Check& check) const {
  if (request_.builds && !request_.builds->IsBuilt(check.instrumentation)) return false;
  if (check.runs_alone && running_ > 0) return false;
  return std::all_of(check.after.begin(), check.after.end(), [this](const std::string& id) {
    const bool will_run = std::any_of(pending_.begin(), pending_.end(),
                                      [&id](const Check* other) { return other->id == id; });
    return finished_.contains(id) || (!will_run && !results_.contains(id));
  });
}

std::optional<std::string> Runner::UnmetPrerequisite(const Check& check,
                                                     bool first_clients_will_do) const {
  for (const std::string& id : check.after) {
    if (first_clients_will_do && id == kServesInTurn && served_in_turn_ >= kFewInTurn) continue;
    const auto found = results_.find(id);
    if (found == results_.end() || found->second.outcome == Outcome::kPass) continue;
    // Whether it should answer is all that is open.
    const bool is_silent = request_.facts.exchange && !request_.facts.exchange->HasReply();
    if (is_silent && id == kReplies && found->second.outcome == Outcome::kUnresolved) continue;
    return id;
  }
  return std::nullopt;
}

// A check with points that does not apply is no gift where the assignment demands a design, or
// where none was found.
bool Runner::IsOwed(const Check& check) const {
  const Assignment& assignment = request_.assignment;
  const bool any_design_will_do = !assignment.design && request_.facts.design != Design::kUnknown;
  return !assignment.is_auto && !any_design_will_do && WeightOf(assignment, check.id).points > 0;
}

void Runner::Skip(const Check& check, const std::string& reason) {
  CheckResult& result = results_.emplace(check.id, Describe(check)).first->second;
  Fill(&result, Untested("Not tried: " + reason + "."));
  finished_.insert(check.id);
}

// Whether the grading is to stop: its waits no longer last, and what was seen since proves nothing.
bool Runner::NoteStop() {
  if (!request_.plan.Stopped()) return false;
  error_ = sandbox::Error("grade the submission", "interrupted");
  return true;
}

const Check* Runner::TakeNext() {
  if (alone_) return nullptr;
  for (auto check = pending_.begin(); check != pending_.end(); ++check) {
    if (!IsReady(**check)) continue;
    const Check* next = *check;
    pending_.erase(check);
    return next;
  }
  return nullptr;
}

// Many may wait: to set the timer anew would wake all the others each time.
Task<void> Runner::WaitForChange() {
  boost::system::error_code cancelled;
  co_await changed_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
}

// A compiler that is done tells nobody.
Task<void> Runner::WatchBuilds() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (request_.builds && !request_.builds->AllAreBuilt() && !error_) {
    timer.expires_after(std::chrono::milliseconds(2));
    co_await timer.async_wait(boost::asio::use_awaitable);
    changed_.cancel();
  }
  --workers_;
  changed_.cancel();
}

Verdict Runner::JudgeWithoutServer(const Check& check) const {
  Evidence evidence;
  evidence.build = request_.build;
  evidence.server = request_.facts;
  evidence.demanded_design = request_.assignment.design;
  return check.judge(evidence);
}

// The plan's program becomes the instrumented one; a verdict where there is none.
std::optional<Verdict> Runner::UseInstrumented(Instrumentation instrumentation, LaunchPlan* plan) {
  if (instrumentation == Instrumentation::kNone) return std::nullopt;
  const Result<InstrumentedProgram>& built = request_.builds->Get(instrumentation);
  if (!built) {
    error_ = built.error();
    return Unresolved(built.error().Text());
  }
  if (!built->problem.empty()) return Unsupported(built->problem);
  plan->folder = built->folder.get();
  plan->program = built->program;
  plan->environment.merge(InstrumentedEnvironment(instrumentation));
  // ThreadSanitizer finds no room for its shadow memory where addresses are too random.
  plan->disable_address_randomization = instrumentation == Instrumentation::kRaces;
  plan->has_runtime_threads = instrumentation == Instrumentation::kRaces;
  return std::nullopt;
}

// The plan for one check: with nonces of its own.
LaunchPlan Runner::PlanFor(const Check& check) const {
  LaunchPlan plan = request_.plan;
  plan.seed ^= std::hash<std::string>()(check.id);
  return plan;
}

// What the evidence of an exercise is worth, unless it could not be carried through.
Verdict Runner::JudgeEvidence(const Check& check, const Evidence& evidence) {
  if (NoteStop()) return Unresolved("interrupted");
  if (evidence.obstacle.empty()) {
    try {
      return check.judge(evidence);
    } catch (const MissingEvidence& missing) {
      return Unresolved(std::string("The exercise did not come far enough: ") + missing.what() +
                        ".");
    }
  }
  error_ = sandbox::Error("exercise " + check.id, evidence.obstacle);
  return Unresolved(evidence.obstacle);
}

Task<Verdict> Runner::ExerciseClient(const Check& check, Evidence* evidence) {
  ClientSession session(PlanFor(check), request_.client);
  const bool launched = co_await session.Launch();
  if (launched) co_await check.exercise_client(session);
  *evidence = session.TakeEvidence();
  evidence->client = request_.client;
  co_return JudgeEvidence(check, *evidence);
}

// What is missing then the verdict will miss too.
Task<void> Exercise(const Check& check, Session& session) {
  try {
    co_await check.exercise(session);
  } catch (const MissingEvidence& missing) {
    session.Note(EvidenceKind::kProcess, missing.what());
  }
}

Task<Verdict> Runner::ExerciseAndJudge(const Check& check, bool patient, Evidence* evidence) {
  if (check.exercise_client != nullptr) co_return co_await ExerciseClient(check, evidence);
  LaunchPlan plan = PlanFor(check);
  plan.patient = patient;
  if (auto impossible = UseInstrumented(check.instrumentation, &plan)) co_return *impossible;
  Session session(plan, request_.facts, ClientsToHold(request_));
  const auto start = co_await session.Launch();
  const bool instrumented = check.instrumentation != Instrumentation::kNone;
  if (!start && instrumented) co_return Unsupported(start.error().Text());
  if (!start) {
    error_ = start.error();
    co_return Unresolved(start.error().Text());
  }
  const bool can_exercise =
      *start == Start::kListening || check.id == "startup/listens_for_connections";
  if (!can_exercise && !instrumented) {
    co_return Unresolved("This time the server did not listen. " + DescribeTasks(session.Seen()) +
                         ".");
  }
  if (can_exercise) co_await Exercise(check, session);
  *evidence = session.TakeEvidence();
  evidence->demanded_design = request_.assignment.design;
  Verdict verdict = JudgeEvidence(check, *evidence);
  if (!can_exercise && verdict.outcome == Outcome::kPass) {
    verdict = Unsupported("Built with a sanitizer's flags the server does not listen.");
  }
  ExcuseIntendedEnd(*evidence, check, &verdict);
  co_return verdict;
}

void Runner::NoteSleep(const Check& check, const Evidence& evidence) {
  for (const auto& [name, value] : evidence.numbers) {
    if (name == kSleepsAt) sleeps_at_[check.id] = static_cast<std::uint64_t>(value);
  }
}

// An accusation that rests on a wait which would have timed out is made again with the patience to
// see what happens then. It stands unless that acquits the server; where the time-out ended
// somebody's conversation it was no answer.
Task<Verdict> Runner::ExerciseAndConfirm(const Check& check, CheckResult* result) {
  Evidence evidence;
  Verdict verdict = co_await ExerciseAndJudge(check, false, &evidence);
  if (verdict.outcome == Outcome::kFail && evidence.took_timeouts_on_trust && !error_) {
    Evidence patient_evidence;
    Verdict patient = co_await ExerciseAndJudge(check, true, &patient_evidence);
    if (patient.outcome == Outcome::kPass && !GaveUpOnAClient(patient_evidence)) {
      verdict = std::move(patient);
      evidence = std::move(patient_evidence);
    }
  }
  result->evidence = EvidenceForReport(evidence, verdict.outcome);
  if (verdict.outcome == Outcome::kFail) NoteSleep(check, evidence);
  if (check.id == kServesInTurn) {
    served_in_turn_ =
        static_cast<int>(std::count_if(evidence.exchanges.begin(), evidence.exchanges.end(),
                                       [](const ExchangeSeen& exchange) { return exchange.Ok(); }));
  }
  co_return verdict;
}

Task<void> Runner::RunOne(const Check& check, CheckResult* result) {
  if (request_.progress) request_.progress(check.id);
  const auto begin = std::chrono::steady_clock::now();
  if (const auto unmet = UnmetPrerequisite(check, true)) {
    Fill(result, Untested("Not tried, because " + *unmet + " did not pass."));
  } else if (check.exercise == nullptr && check.exercise_client == nullptr) {
    Fill(result, JudgeWithoutServer(check));
  } else {
    Verdict verdict = co_await ExerciseAndConfirm(check, result);
    // What a server that takes no more clients does with its first ones speaks for it, and never
    // against it.
    const auto missing = UnmetPrerequisite(check, false);
    const bool bad = verdict.outcome == Outcome::kFail || verdict.outcome == Outcome::kUnresolved;
    if (missing && bad)
      verdict = Untested("Could not be told, because " + *missing + " did not pass.");
    Fill(result, std::move(verdict));
  }
  result->duration_ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                             std::chrono::steady_clock::now() - begin)
                                             .count());
}

// For the portrait, as one of those that a check which runs alone waits for.
Task<void> Runner::Sit() {
  ++running_;
  if (request_.portrait != nullptr) {
    Evidence seen = co_await SitForPortrait(request_.plan, request_.facts, ClientsToHold(request_));
    *request_.portrait = std::move(seen);
  }
  --running_;
  --workers_;
  changed_.cancel();
}

Task<void> Runner::Work() {
  while (!pending_.empty() && !error_ && !NoteStop()) {
    const Check* check = TakeNext();
    if (check == nullptr) {
      co_await WaitForChange();
      continue;
    }
    ++running_;
    alone_ = check->runs_alone;
    if (alone_) request_.plan.ending->WaitForAll();
    CheckResult& result = results_.emplace(check->id, Describe(*check)).first->second;
    co_await RunOne(*check, &result);
    finished_.insert(check->id);
    alone_ = false;
    --running_;
    changed_.cancel();
  }
  --workers_;
  changed_.cancel();
}

Task<Result<RunResult>> Runner::Run() {
  RunResult run;
  for (const Check* check : Catalogue()) {
    if (!IsSelected(check->id, request_.only)) continue;
    auto reason = NotApplicableBecause(*check, request_.facts, request_.assignment);
    const bool cannot_build = check->instrumentation != Instrumentation::kNone && !request_.builds;
    if (!reason && cannot_build) reason = "the submission is not built once more with sanitizers";
    if (!reason) {
      pending_.push_back(check);
    } else if (IsOwed(*check)) {
      Skip(*check, *reason);
    } else {
      run.not_applicable.push_back({check->id, std::move(*reason)});
      continue;
    }
    order_.push_back(check);
  }
  if (request_.builds) {
    for (const Check* check : pending_) request_.builds->Begin(check->instrumentation);
  }
  const auto executor = co_await boost::asio::this_coro::executor;
  const int at_once = ServersAtOnce(request_.facts, request_.plan.isolation);
  workers_ = at_once + 2;
  boost::asio::co_spawn(executor, WatchBuilds(), boost::asio::detached);
  if (at_once == 1) {
    co_await Sit();
  } else {
    boost::asio::co_spawn(executor, Sit(), boost::asio::detached);
  }
  const int extra = at_once - 1;
  for (int i = 0; i < extra; ++i) boost::asio::co_spawn(executor, Work(), boost::asio::detached);
  co_await Work();
  while (workers_ > 0) co_await WaitForChange();
  if (error_) co_return *error_;
  for (const Check* check : order_) run.checks.push_back(std::move(results_.at(check->id)));
  run.sleeps_at = std::move(sleeps_at_);
  ExplainConsequences(&run.checks);
  co_return run;
}

}  // namespace

int ClientsToHold(const RunRequest& request) {
  const auto& ends = request.facts.ends_after_clients;
  int count = request.assignment.clients_held;
  if (ends && *ends >= 2) count = std::min(count, *ends - 1);
  if (request.facts.pauses_between_clients && request.assignment.is_auto)
    count = std::min(count, kHeldBySleepers);
  if (request.facts.serves_at_once) count = std::min(count, *request.facts.serves_at_once);
  return count;
}

void BeginBuilds(const RunRequest& request, const ServerFacts& facts) {
  if (!request.builds) return;
  for (const Check* check : Catalogue()) {
    if (check->instrumentation != Instrumentation::kNone && IsSelected(check->id, request.only) &&
        !NotApplicableBecause(*check, facts, request.assignment))
      request.builds->Begin(check->instrumentation);
  }
}

Task<Result<RunResult>> RunChecks(const RunRequest& request) {
  Runner runner(request, co_await boost::asio::this_coro::executor);
  co_return co_await runner.Run();
}

}  // namespace checker
