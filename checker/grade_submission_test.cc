// The whole sentence, with reference programs as submissions and assignments that ask something of
// them.
#include "checker/grade_submission.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "checker/intake/assignment_by_name.h"
#include "checker/intake/assignment_reader.h"
#include "checker/intake/assignment_writer.h"
#include "checker/intake/submission_reader.h"

namespace checker {
namespace {

namespace fs = std::filesystem;

class GradeSubmissionTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "grading-XXXXXX";
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    fs::permissions(folder_, fs::perms(0755));
    setenv("TMPDIR", path.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("TMPDIR");
    fs::remove_all(folder_);
  }

  static Submission Reference(const std::string& name) {
    return ReadSubmission(ProjectFolder() + "/reference/" + name).value();
  }

  // An assignment in this test's folder.
  Assignment Assigned(const std::string& keys) const {
    const std::string text = "{\"id\": \"lab\"," + keys + "}";
    auto read = ReadAssignmentText(text, (folder_ / "lab.json").string(), ProjectFolder());
    if (!read) ADD_FAILURE() << read.error().Text();
    return read ? *read : Assignment();
  }

  // Seeded, so that a failure can be repeated.
  static ScoreReport Grade(const Submission& submission, const Assignment& assignment,
                           GradeOptions options = {}) {
    options.seed = 7;
    auto report = GradeSubmission(submission, assignment, options);
    if (!report) ADD_FAILURE() << report.error().Text();
    return report ? *report : ScoreReport();
  }

  static const CheckResult* Find(const ScoreReport& report, const std::string& id) {
    for (const CheckResult& check : report.checks) {
      if (check.id == id) return &check;
    }
    return nullptr;
  }

  static Outcome OutcomeOf(const ScoreReport& report, const std::string& id) {
    const CheckResult* check = Find(report, id);
    if (check == nullptr) ADD_FAILURE() << id << " was not judged";
    return check == nullptr ? Outcome::kUnresolved : check->outcome;
  }

  fs::path folder_;
};

TEST_F(GradeSubmissionTest, AnAssignmentLearntFromASubmissionGradesItTheSame) {
  for (const char* name : {"correct/fork", "shapes/port-at-the-second-prompt"}) {
    const Submission submission = Reference(name);
    const ScoreReport learnt = Grade(submission, Assignment());
    const auto assignment = ReadAssignmentText(LearntAssignment(learnt, "lab", submission.path),
                                               (folder_ / "lab.json").string(), ProjectFolder());
    ASSERT_TRUE(assignment) << assignment.error().Text();
    const ScoreReport again = Grade(submission, *assignment);
    EXPECT_EQ(again.score.points, learnt.score.points) << name;
    EXPECT_EQ(again.score.max_points, learnt.score.max_points) << name;
    for (const CheckResult& check : learnt.checks) {
      EXPECT_EQ(OutcomeOf(again, check.id), check.outcome) << check.id;
    }
  }
}

TEST_F(GradeSubmissionTest, AReportTellsWhoLivedAndWhatHappened) {
  GradeOptions options;
  options.only = {"build/"};
  const ScoreReport report = Grade(Reference("correct/fork"), Assignment(), options);
  ASSERT_EQ(report.processes.size(), 4u) << "the server and a child for each of three clients";
  EXPECT_EQ(report.processes.front().role, ProcessRole::kServer);
  EXPECT_EQ(report.processes.front().ended_ms, std::nullopt);
  for (std::size_t i = 1; i < report.processes.size(); ++i) {
    EXPECT_EQ(report.processes[i].role, ProcessRole::kChild);
    EXPECT_EQ(report.processes[i].parent, report.processes.front().pid);
    EXPECT_TRUE(report.processes[i].reaped_ms.has_value());
  }
  const auto count = [&](const char* kind) {
    return std::count_if(report.timeline.begin(), report.timeline.end(),
                         [kind](const TimelineEvent& event) { return event.kind == kind; });
  };
  for (const char* kind : {"connect", "accept", "fork", "exit", "reap"})
    EXPECT_EQ(count(kind), 3) << kind;
}

TEST_F(GradeSubmissionTest, WhereNothingListenedThereIsNoPort) {
  std::ofstream(folder_ / "server.c")
      << "#include <unistd.h>\nint main(void) { return pause(); }\n";
  GradeOptions options;
  options.only = {"startup/"};
  const ScoreReport report =
      Grade(ReadSubmission(folder_ / "server.c").value(), Assignment(), options);
  ASSERT_TRUE(report.server.has_value());
  EXPECT_EQ(report.server->port, 0);
  EXPECT_FALSE(report.server->launch_tries.empty());
  EXPECT_TRUE(report.timeline.empty());
}

TEST_F(GradeSubmissionTest, TheDemandedDesignIsJudgedAndItsPointsDoNotDependOnTheDesignFound) {
  const Assignment assignment = Assigned(
      R"("design": "fork", "checks": {"concurrency/has_demanded_design": 5,
          "processes/reaps_finished_children": 3,
          "threads/ends_after_its_client_leaves": 100})");
  const ScoreReport fork = Grade(Reference("correct/fork"), assignment);
  EXPECT_EQ(OutcomeOf(fork, "concurrency/has_demanded_design"), Outcome::kPass);
  EXPECT_EQ(fork.score.points, 8);
  const ScoreReport threads = Grade(Reference("correct/threads"), assignment);
  EXPECT_EQ(OutcomeOf(threads, "concurrency/has_demanded_design"), Outcome::kFail);
  EXPECT_EQ(OutcomeOf(threads, "processes/reaps_finished_children"), Outcome::kUntested);
  EXPECT_EQ(threads.score.points, 0);
  // What a fork server could never be held to counts for nobody.
  EXPECT_EQ(threads.score.max_points, 8);
  EXPECT_EQ(fork.score.max_points, 8);
}

TEST_F(GradeSubmissionTest, WithoutADemandedDesignWhatDoesNotApplyIsAGiftOnlyToServersThatRun) {
  const Assignment assignment =
      Assigned(R"("checks": {"build/compiles": 1, "processes/reaps_finished_children": 3})");
  EXPECT_EQ(Grade(Reference("correct/threads"), assignment).score.points, 4);
  std::ofstream(folder_ / "server.c") << "int main(void) { return missing; }\n";
  const ScoreReport broken = Grade(ReadSubmission(folder_ / "server.c").value(), assignment);
  EXPECT_EQ(broken.score.points, 0);
  EXPECT_EQ(broken.score.max_points, 4);
}

TEST_F(GradeSubmissionTest, ChecksThatAreOffAreNotRun) {
  const ScoreReport report =
      Grade(Reference("correct/iterative"),
            Assigned(R"("checks": {"*": "off", "build/": 1, "startup/": 1})"));
  EXPECT_EQ(report.score.max_points, static_cast<int>(report.checks.size()));
  EXPECT_EQ(Find(report, "exchange/replies_to_one_message"), nullptr);
}

TEST_F(GradeSubmissionTest, TheDialogueOfTheAssignmentCountsAndNotWhatTheServerHappensToDo) {
  const Assignment upper = Assigned(
      R"("exchange": {"repeat": "until_eof",
                       "steps": [{"send": "{nonce}"}, {"expect": {"kind": "upper"}}]},
         "checks": {"exchange/replies_to_one_message": 1})");
  GradeOptions one;
  one.only = {"exchange/replies_to_one_message"};
  EXPECT_EQ(Grade(Reference("shapes/upper-case"), upper, one).score.points, 1);
  EXPECT_EQ(Grade(Reference("correct/echo-fork"), upper, one).score.points, 0);
}

TEST_F(GradeSubmissionTest, PortArgumentsEnvironmentAndFilesReachTheServer) {
  std::ofstream(folder_ / "port.txt") << "4711\n";
  fs::create_directory(folder_ / "submission");
  // Its port comes out of a file that the assignment puts beside it, if argument and environment
  // are right.
  std::ofstream(folder_ / "submission" / "server.c") << R"(
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char **argv) {
  if (argc < 2 || strcmp(argv[1], "127.0.0.1:4711")) return 1;
  if (!getenv("LAB") || strcmp(getenv("LAB"), "3")) return 1;
  if (isatty(0)) return 2;
  int port = 0;
  FILE *file = fopen("port.txt", "r");
  if (!file || fscanf(file, "%d", &port) != 1) return 3;
  int sock = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (bind(sock, (struct sockaddr *)&address, sizeof address) || listen(sock, 5)) return 4;
  for (;;) {
    char buffer[64];
    int client = accept(sock, 0, 0);
    ssize_t n = recv(client, buffer, sizeof buffer, 0);
    if (n > 0) send(client, buffer, n, 0);
    close(client);
  }
})";
  const Assignment assignment = Assigned(
      R"("launch": {"args": ["{host}:{port}"], "port": 4711, "env": {"LAB": "3"},
                    "files": ["port.txt"],
                    "terminal": false, "start_deadline_ms": 5000},
         "checks": {"startup/listens_for_connections": 1})");
  GradeOptions one;
  one.only = {"startup/"};
  const ScoreReport report = Grade(ReadSubmission(folder_ / "submission").value(), assignment, one);
  EXPECT_EQ(report.score.points, 1);
  ASSERT_TRUE(report.server);
  EXPECT_EQ(report.server->port, 4711);
  EXPECT_EQ(report.server->port_source, PortSource::kAssignment);
}

TEST_F(GradeSubmissionTest, TheBuiltSubmissionIsKeptWhereThatIsAskedFor) {
  GradeOptions options;
  options.only = {"build/"};
  options.keep_dir = (folder_ / "kept").string();
  Grade(Reference("correct/fork"), Assignment(), options);
  EXPECT_TRUE(fs::exists(folder_ / "kept/built/server"));
  EXPECT_TRUE(fs::exists(folder_ / "kept/built/server.c"));
}

TEST_F(GradeSubmissionTest, AStopFlagEndsItAtAnyMomentAndLeavesNothingBehind) {
  for (const std::string moment :
       {"building", "learning how the server talks", "exchange/replies_to_one_message"}) {
    volatile std::sig_atomic_t stop = 0;
    GradeOptions options;
    options.stop = &stop;
    options.progress = [&](std::string_view doing) { stop = stop != 0 || doing == moment; };
    const auto report = GradeSubmission(Reference("correct/fork"), Assignment(), options);
    ASSERT_FALSE(report) << moment;
    EXPECT_EQ(report.error().reason(), "interrupted") << moment;
    EXPECT_TRUE(fs::is_empty(folder_)) << moment;
  }
}

}  // namespace
}  // namespace checker
