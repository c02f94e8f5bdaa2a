// Programs that sleep in the C library: from where in their own code.
#include "checker/probe/own_frame.h"

#include <algorithm>
#include <cstdio>

#include "checker/probe/probe_fixture.h"

namespace checker {
namespace {

class OwnFrameTest : public ProbeTest {
 protected:
  // The line of the source from which the program's only task, at rest, has called; 0 where none is
  // found.
  int LineOfSleep(const std::string& body) {
    source_ = std::string(kTcpServer) + body;
    LaunchWithoutRest(source_);
    const Look look = LookUntilRest();
    if (look.tasks.empty()) return -1;
    const RawTask& task = look.tasks.front().raw;
    const auto address = OwnReturnAddress(*box_, task.tid, program_->name());
    return address ? LineAt(*address - 1) : 0;
  }

  int LineAt(std::uint64_t address) {
    char command[400];
    std::snprintf(command, sizeof(command), "addr2line -e /proc/%d/fd/%d/%s %#lx", ::getpid(),
                  program_->folder(), program_->name().c_str(),
                  static_cast<unsigned long>(address));
    std::FILE* out = ::popen(command, "r");
    char text[400] = "";
    EXPECT_NE(std::fgets(text, sizeof(text), out), nullptr);
    ::pclose(out);
    const std::string place = text;
    return std::atoi(place.substr(place.rfind(':') + 1).c_str());
  }

  // The line is the one with the word HERE.
  void ExpectSleepWhereMarked(const std::string& body) {
    const int line = LineOfSleep(body);
    const std::string before = source_.substr(0, source_.find("HERE"));
    EXPECT_EQ(line, 1 + std::count(before.begin(), before.end(), '\n')) << body;
  }

  std::string source_;
};

TEST_F(OwnFrameTest, AServerThatWaitsInAcceptIsSeenToDoItThere) {
  ExpectSleepWhereMarked(
      "int main(void) {\n  int listener = listen_on(5000, 5);\n  return accept(listener, 0, 0); /* "
      "HERE */\n}\n");
}

TEST_F(OwnFrameTest, AWaitBelowSeveralOfTheLibrarysFunctionsIsFoundToo) {
  ExpectSleepWhereMarked(
      "int main(void) {\n  char line[9];\n  fgets(line, 9, stdin); /* HERE */\n  return 0;\n}\n");
  ExpectSleepWhereMarked(
      "int main(void) {\n  if (fork() == 0) pause();\n  wait(NULL); /* HERE */\n  return 0;\n}\n");
  ExpectSleepWhereMarked(
      "void *sleep_on(void *p) { pause(); return p; }\n"
      "int main(void) {\n  pthread_t thread;\n  pthread_create(&thread, 0, sleep_on, 0);\n"
      "  pthread_join(thread, 0); /* HERE */\n  return 0;\n}\n");
}

TEST_F(OwnFrameTest, AWaitInASignalHandlerIsTheHandlers) {
  ExpectSleepWhereMarked(
      "void handler(int signal) {\n  (void)signal;\n  pause(); /* HERE */\n}\n"
      "int main(void) {\n  signal(SIGUSR1, handler);\n  raise(SIGUSR1);\n  return 0;\n}\n");
}

TEST_F(OwnFrameTest, OfAnotherProgramNothingIsSaid) {
  EXPECT_EQ(
      LineOfSleep("int main(void) {\n  execlp(\"cat\", \"cat\", (char *)0);\n  return 0;\n}\n"), 0);
}

}  // namespace
}  // namespace checker
