// Programs of a few lines, built as students build them, and what their machine code proves.
#include "checker/build/call_sites.h"

#include <fcntl.h>

#include "checker/build/build_fixture.h"
#include "checker/build/source_lines.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

class CallSitesTest : public BuildTest {
 protected:
  void WriteProgram(const std::string& program, const std::string& flags) {
    Write("server.c", "#include <stddef.h>\n" + program);
    Write("Makefile", "server: server.c\n\tgcc -g -w " + flags + " server.c -o server -pthread\n");
  }

  CallSites CallsOf(const std::string& program, const std::string& flags = "") {
    WriteProgram(program, flags);
    const Submission submission = ReadSubmission(root_ / "lab").value();
    const Built built = BuildIt();
    const sandbox::UniqueFd folder(::open(built.folder.c_str(), O_RDONLY | O_DIRECTORY));
    const ProgramReader reader(folder.get(), built.program, submission, sandbox::ProbeIsolation());
    const auto sites = reader.ReadCalls();
    EXPECT_TRUE(sites && *sites);
    return sites && *sites ? **sites : CallSites();
  }

  // The line of the only call that can be meant, in server.c; 0 where none is proved.
  int LineOf(const std::string& program, Suspect suspect, const std::string& flags = "") {
    WriteProgram(program, flags);
    const Submission submission = ReadSubmission(root_ / "lab").value();
    const Built built = BuildIt();
    const sandbox::UniqueFd folder(::open(built.folder.c_str(), O_RDONLY | O_DIRECTORY));
    const ProgramReader reader(folder.get(), built.program, submission, sandbox::ProbeIsolation());
    const auto sites = reader.ReadCalls();
    EXPECT_TRUE(sites && *sites);
    if (!sites || !*sites) return -1;
    const auto address = OnlyCall(**sites, suspect);
    if (!address) return 0;
    const auto lines = reader.LinesOf({*address});
    EXPECT_TRUE(lines);
    if (!lines || !lines->front()) return 0;
    EXPECT_EQ(lines->front()->file, "server.c");
    return lines->front()->line;
  }
};

constexpr char kOneFork[] =
    "int main(void) {\n"
    "  listen(3, 5);\n"
    "  accept(3, NULL, NULL);\n"
    "  return fork();\n"
    "}\n";

TEST_F(CallSitesTest, TheOnlyCallIsNamedHoweverTheProgramWasBuilt) {
  for (const char* flags :
       {"", "-O2", "-no-pie", "-fno-plt", "-fcf-protection=full", "-O2 -fno-plt -no-pie"}) {
    EXPECT_EQ(LineOf(kOneFork, Suspect::kFork, flags), 5) << flags;
    EXPECT_EQ(LineOf(kOneFork, Suspect::kAccept, flags), 4) << flags;
  }
}

TEST_F(CallSitesTest, OfTwoCallsNeitherIsNamed) {
  EXPECT_EQ(
      LineOf("int main(void) {\n  listen(3, 5);\n  fork();\n  return fork();\n}\n", Suspect::kFork),
      0);
  EXPECT_EQ(LineOf("int main(void) {\n  listen(3, 5);\n  write(1, \"x\", 1);\n  return send(4, "
                   "\"x\", 1, 0);\n}\n",
                   Suspect::kSend),
            0);
}

TEST_F(CallSitesTest, WhatIsNotCalledIsNotNamed) {
  EXPECT_EQ(LineOf(kOneFork, Suspect::kThreadStart), 0);
}

TEST_F(CallSitesTest, AFunctionThatMayBeCalledByAPointerIsNotNamed) {
  std::string by_table = "int fork(void);\nint (*again)(void) = fork;\n";
  by_table += kOneFork;
  std::string by_value =
      "int fork(void);\nvoid take(int (*f)(void)) { f(); }\nvoid give(void) { take(fork); }\n";
  by_value += kOneFork;
  for (const char* flags : {"", "-O2", "-no-pie", "-fno-plt"}) {
    EXPECT_EQ(LineOf(by_table, Suspect::kFork, flags), 0) << flags;
    EXPECT_EQ(LineOf(by_value, Suspect::kFork, flags), 0) << flags;
  }
}

TEST_F(CallSitesTest, NothingIsNamedWhereAProgramHasOtherWays) {
  const std::string begin = "int main(void) {\n  listen(3, 5);\n  fork();\n";
  for (const char* way :
       {"  syscall(57);\n", "  system(\"x\");\n", "  execlp(\"x\", \"x\", NULL);\n",
        "  asm volatile(\"syscall\" : : \"a\"(57) : \"rcx\", \"r11\");\n"}) {
    EXPECT_EQ(LineOf(begin + way + "  return accept(3, NULL, NULL);\n}\n", Suspect::kFork), 0)
        << way;
  }
  EXPECT_EQ(LineOf(kOneFork, Suspect::kFork, "-static"), 0);
}

TEST_F(CallSitesTest, WithoutDebugInformationThereIsNoLine) {
  EXPECT_EQ(LineOf(kOneFork, Suspect::kFork, "-s"), 0);
}

TEST_F(CallSitesTest, WhoHasNoFunctionForItCanNeverDoIt) {
  EXPECT_TRUE(CanNever(CallsOf(kOneFork), Suspect::kSend));
  EXPECT_FALSE(CanNever(CallsOf(kOneFork), Suspect::kFork));
  EXPECT_FALSE(CanNever(CallsOf(kOneFork, "-static"), Suspect::kSend));
  // The linker keeps "write" within "fwrite".
  const std::string writes =
      "#include <stdio.h>\n#include <unistd.h>\n"
      "int main(void) { fwrite(\"x\", 1, 1, stdout); listen(3, 5); return write(3, \"x\", 1); }\n";
  EXPECT_FALSE(CanNever(CallsOf(writes), Suspect::kSend));
  const std::string prints =
      "#include <stdio.h>\n"
      "int main(void) { fwrite(\"x\", 1, 1, stdout); return listen(3, 5); }\n";
  EXPECT_TRUE(CanNever(CallsOf(prints), Suspect::kSend));
}

TEST(CallSites, ATextThatIsNoneOfAProgramProvesNothing) {
  EXPECT_FALSE(OnlyCall(ReadCallSites(""), Suspect::kFork));
  EXPECT_FALSE(CanNever(ReadCallSites(""), Suspect::kFork));
  EXPECT_FALSE(OnlyCall(ReadCallSites("<@\n:\t<@\n R_\n*UND*\n  NEEDED \n"), Suspect::kFork));
}

}  // namespace
}  // namespace checker
