#include "checker/build/project_build.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "checker/build/build_box.h"
#include "checker/build/build_fixture.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using ProjectBuild = BuildTest;

bool Contains(const std::vector<std::string>& commands, const std::string& text) {
  return std::any_of(commands.begin(), commands.end(),
                     [&](const std::string& each) { return each.find(text) != each.npos; });
}

TEST_F(ProjectBuild, RunsTheMakefileAndWritesDownWhatItCalls) {
  Write("server.c", kServer);
  Write("my client.c", kClient);
  Write("Makefile",
        "all: server client\nserver: server.o\n\t$(CC) -o $@ $^\n"
        "client: my\\ client.c\n\tgcc -o client 'my client.c'\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  EXPECT_EQ(built.program, "server");
  EXPECT_EQ(built.client_program, "client");
  EXPECT_EQ(built.summary.commands,
            (std::vector<std::string>{"make", "cc -c -o server.o server.c", "cc -o server server.o",
                                      "gcc -o client 'my client.c'"}));
  EXPECT_FALSE(fs::exists(fs::path(built.folder) / ".checker-build"));
}

TEST_F(ProjectBuild, AddsDebugInformationAndWarningsAlsoWhereTheMakefileSwitchesThemOff) {
  Write("server.c", "int unused_thing(int x) { return 1; }\n" + std::string(kServer));
  Write("Makefile", "server: server.c\n\tgcc -w -o server server.c\n");
  const auto built = BuildIt();
  ASSERT_FALSE(built.summary.diagnostics.empty());
  EXPECT_EQ(built.summary.diagnostics[0].severity, "warning");
  std::ifstream program(built.folder + "/server", std::ios::binary);
  const std::string image((std::istreambuf_iterator<char>(program)), {});
  EXPECT_NE(image.find(".debug_info"), image.npos);
}

TEST_F(ProjectBuild, WarningsThatTheMakefileMakesErrorsOfStayItsOwn) {
  Write("server.c", "int unused_thing(int x) { return 1; }\n" + std::string(kServer));
  Write("Makefile", "server: server.c\n\tgcc -Wall -Werror -o server server.c\n");
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kOk);
}

TEST_F(ProjectBuild, MakesTheAssignmentsTarget) {
  Write("server.c", kServer);
  Write("Makefile", "nothing:\nlab3: server.c\n\tgcc -o lab3 server.c\n");
  assignment_.make_target = "lab3";
  EXPECT_EQ(BuildIt().program, "lab3");
}

TEST_F(ProjectBuild, BuildsWithCMake) {
  Write("src/main.cpp", kServer);
  Write("CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.10)\nproject(lab CXX)\nadd_executable(lab3 "
        "src/main.cpp)\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk) << built.summary.log;
  EXPECT_EQ(built.program, "checker-cmake/lab3");
  EXPECT_EQ(built.candidates.size(), 1u);
  EXPECT_TRUE(Contains(built.summary.commands, "src/main.cpp"));
  EXPECT_FALSE(Contains(built.summary.commands, "CMakeCXXCompilerId"));
}

TEST_F(ProjectBuild, RunsTheAssignmentsCommand) {
  Write("serve.py", "print(1)\n");
  assignment_.build = {"sh", "-c", "cp serve.py server && chmod +x server"};
  assignment_.binary = "server";
  EXPECT_EQ(BuildIt().program, "server");
  assignment_.binary = "other";
  ExpectInLog(BuildIt(), "The program that the assignment names was not made: other");
}

TEST_F(ProjectBuild, AFailingMakefileIsTheStudentsFailureAndTheLogSaysIfTheSourcesCompile) {
  Write("server.c", kServer);
  Write("Makefile", "server: main.c\n\tgcc -o server main.c\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kFailed);
  ASSERT_EQ(built.summary.diagnostics.size(), 1u);
  EXPECT_NE(built.summary.diagnostics[0].message.find("No rule to make target"), std::string::npos);
  ExpectInLog(built, "Without the submission's own build the sources compile: gcc");
}

TEST_F(ProjectBuild, AToolThatIsNotHereIsNotTheStudentsFailure) {
  Write("server.c", kServer);
  Write("Makefile", "server: server.c\n\tgcc-4.1-special -o server server.c\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  ExpectInLog(built, "not installed");
}

TEST_F(ProjectBuild, AMakefileThatMakesNoServerIsReplacedByTheDefaultBuild) {
  Write("server.c", kServer);
  Write("client.c", kClient);
  Write("Makefile", "client: client.c\n\tgcc -o client client.c\n");
  EXPECT_EQ(BuildIt().program, "server");
  Write("Makefile", "clean:\n\trm -f server\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.program, "server");
  ExpectInLog(built, "made no server");
}

TEST_F(ProjectBuild, ACommittedProgramIsMadeAgainAndAHiddenOneDoesNotCome) {
  Write("server.c", kServer);
  fs::copy_file("/bin/true", root_ / "lab/server");
  fs::copy_file("/bin/true", root_ / "lab/.hidden");
  Write("Makefile", "server: server.c\n\tgcc -o server server.c\n");
  const auto built = BuildIt();
  EXPECT_TRUE(Contains(built.summary.commands, "gcc -o server server.c"));
  Write("Makefile", "server:\n\tcp .hidden server\n");
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kFailed);
}

TEST_F(ProjectBuild, AProgramThatNoCompilerMadeIsNoted) {
  Write("server.c", kServer);
  Write("Makefile", "server:\n\tcp /bin/true server\n");
  ExpectInLog(BuildIt(), "No compiler was called");
}

TEST_F(ProjectBuild, WritesOutsideItsFolderReachNothing) {
  Write("server.c", kServer);
  const auto canary = root_ / "canary";
  std::ofstream(canary) << "unchanged";
  Write("Makefile", "server: server.c\n\t-echo x > " + canary.string() +
                        "\n\t-echo x > ../canary\n\t-rm -rf " + (root_ / "lab").string() +
                        "\n\tgcc -o server server.c\n");
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kOk);
  std::string text;
  std::ifstream(canary) >> text;
  EXPECT_EQ(text, "unchanged");
  EXPECT_TRUE(fs::exists(root_ / "lab/server.c"));
}

TEST_F(ProjectBuild, LinksAndFifosThatABuildMakesStayBehind) {
  Write("server.c", kServer);
  Write("Makefile",
        "server: server.c\n\tgcc -o server server.c\n\tln -s /etc/passwd stolen\n\tmkfifo pipe\n"
        "\tmkdir locked && chmod 0 locked\n\techo x > dark && chmod 0 dark\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk) << built.summary.log;
  EXPECT_FALSE(fs::is_symlink(fs::path(built.folder) / "stolen"));
  EXPECT_FALSE(fs::exists(fs::path(built.folder) / "pipe"));
}

TEST_F(ProjectBuild, AnEndlessRecursionOfMakeEnds) {
  Write("server.c", kServer);
  Write("Makefile", "all:\n\t$(MAKE)\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kFailed) << built.summary.log;
}

class BuildBoxTest : public BuildTest {
 protected:
  BuildRun Run(const std::string& script, std::chrono::milliseconds longest) {
    fs::create_directory(root_ / "empty");
    const auto folder = OpenFolder(root_ / "empty").value();
    auto box = BuildBox::Start({.argv = {"sh", "-c", script},
                                .source_folder = folder.get(),
                                .isolation = sandbox::ProbeIsolation(),
                                .longest = longest});
    EXPECT_TRUE(box) << box.error().Text();
    return box->Wait().value();
  }
};

TEST_F(BuildBoxTest, StopsABuildThatTakesTooLong) {
  const auto run = Run("echo begun; while :; do :; done", std::chrono::milliseconds(300));
  EXPECT_FALSE(run.ok);
  EXPECT_EQ(run.stopped, "the build took too long");
  EXPECT_EQ(run.output, "begun\n");
}

TEST_F(BuildBoxTest, StopsAnOutputWithoutEnd) {
  const auto run = Run("exec cat /dev/zero", kLongestBuild);
  EXPECT_EQ(run.stopped, "the build printed more than 64 MB");
  EXPECT_LT(run.output.size(), 300u << 10);
}

TEST_F(BuildBoxTest, ADaemonThatHoldsTheOutputOpenIsNotWaitedFor) {
  const auto run = Run("(exec tail -f /dev/null) & echo done", kLongestBuild);
  EXPECT_TRUE(run.ok);
  EXPECT_EQ(run.output, "done\n");
}

TEST_F(BuildBoxTest, SaysHowABuildEnded) {
  EXPECT_EQ(Run("exit 3", kLongestBuild).exit_code, 3);
  EXPECT_NE(Run("kill -SEGV $$", kLongestBuild).stopped.find("Segmentation fault"),
            std::string::npos);
}

}  // namespace
}  // namespace checker
