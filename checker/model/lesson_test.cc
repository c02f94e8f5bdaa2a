// Every check of testcases/ teaches, and what it shows as C is C.
#include "checker/model/lesson.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "checker/build/build.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

// What the snippets take for granted. Each becomes the body of a loop in a function; GNU C allows
// functions in there.
constexpr char kFrame[] = R"(
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
extern int sockfd, newsock, port, epoll, file, status, i, count, clients, members, highest, amount;
extern int member[64], client[64];
extern struct sockaddr_in server;
extern char buffer[1024], line[1024], path[256], inbox[64][1024], *text;
extern size_t length, used, filled[64];
extern ssize_t n;
extern pid_t pid, worker;
extern pthread_t thread;
extern pthread_mutex_t lock;
extern struct pollfd fds[64];
extern struct epoll_event event;
extern struct sigaction action;
extern volatile sig_atomic_t stopping;
void serve(int newsock);
void *handle(void *argument);
int complete(const char *text);
)";

std::vector<const Check*> ChecksOfTestcases() {
  std::vector<const Check*> checks;
  for (const Check* check : Catalogue()) {
    const bool written_there =
        check->file != nullptr && std::string(check->file).find("/testcases/") != std::string::npos;
    if (written_there) checks.push_back(check);
  }
  return checks;
}

std::string Function(const std::string& id, const std::string& code, int number) {
  std::string text = "void lesson";
  text += std::to_string(number) +
          "(int argc, char **argv) {\n  (void)argc; (void)argv;\n  for (;;) {\n#line 1 \"";
  text += id + "\"\n" + code + "\n    break;\n  }\n}\n";
  return text;
}

// What the compiler says of these functions: "" where it has nothing to say.
std::string Complaints(const std::string& functions, const std::string& flags) {
  const auto folder = TemporaryFolder::Make();
  const std::string file = folder.value().path() + "/lessons.c";
  std::ofstream(file) << kFrame << functions;
  const std::string command = "gcc -std=gnu17 -fsyntax-only " + flags + " " + file + " 2>&1";
  std::FILE* gcc = ::popen(command.c_str(), "r");
  std::string said;
  for (int letter = std::fgetc(gcc); letter != EOF; letter = std::fgetc(gcc))
    said += static_cast<char>(letter);
  const int how = ::pclose(gcc);
  return how == 0 || !said.empty() ? said : "gcc could not be run";
}

bool IsAboutTheCompiler(const Check& check) { return check.id.starts_with("build/"); }

TEST(Lessons, EachCheckHasOneWithAllItsPartsAndTheRightWayDiffersFromTheWrongOne) {
  ASSERT_GT(ChecksOfTestcases().size(), 80u);
  for (const Check* check : ChecksOfTestcases()) {
    const auto lesson = FindLesson(check->id);
    ASSERT_TRUE(lesson) << check->id << ": " << check->id
                        << ".md is missing beside it, or lacks a part";
    EXPECT_NE(lesson->wrong, lesson->right) << check->id;
    for (const std::string* part : {&lesson->why, &lesson->found}) {
      EXPECT_GE(part->size(), 60u) << check->id;
      EXPECT_LE(part->size(), 330u) << check->id << ": about three lines";
    }
    for (const std::string* code : {&lesson->wrong, &lesson->right}) {
      EXPECT_LE(std::count(code->begin(), code->end(), '\n'), 6) << check->id << ": a few lines";
    }
  }
}

TEST(Lessons, TheRightWaysCompileWithoutAWarningAndTheWrongOnesCompile) {
  std::string right;
  std::string wrong;
  int number = 0;
  for (const Check* check : ChecksOfTestcases()) {
    const auto lesson = FindLesson(check->id);
    ASSERT_TRUE(lesson) << check->id;
    right += Function(check->id, lesson->right, ++number);
    if (!IsAboutTheCompiler(*check)) wrong += Function(check->id, lesson->wrong, number);
  }
  EXPECT_EQ(
      Complaints(
          right,
          "-Wall -Wextra -Wno-unused-result -Wno-unused-variable -Wno-unused-but-set-variable"),
      "");
  EXPECT_EQ(Complaints(wrong, "-w"), "");
}

TEST(Lessons, TheCompilerSaysWhatIsWrongInTheLessonsAboutIt) {
  const auto complaints = [](const char* id, const char* flags) {
    return Complaints(Function(id, FindLesson(id).value_or(Lesson()).wrong, 1), flags);
  };
  EXPECT_NE(complaints("build/compiles", "").find("error: "), std::string::npos);
  EXPECT_EQ(complaints("build/compiles_without_warnings", ""), "");
  EXPECT_NE(complaints("build/compiles_without_warnings", "-Wall -Wextra").find("warning: "),
            std::string::npos);
}

constexpr char kWhole[] =
    "## Why\n\nIt matters.\n\n## Wrong\n\n```c\nint a;\nint b;\n```\n\n## Right\n\n```c\nint "
    "c;\n```\n\n"
    "## How it is found\n\nBy looking\ntwice.\n";

TEST(Lessons, ATextIsReadIntoItsParts) {
  const auto lesson = ReadLesson(kWhole);
  ASSERT_TRUE(lesson);
  EXPECT_EQ(lesson->why, "It matters.");
  EXPECT_EQ(lesson->wrong, "int a;\nint b;");
  EXPECT_EQ(lesson->right, "int c;");
  EXPECT_EQ(lesson->found, "By looking\ntwice.");
}

TEST(Lessons, ATextWithoutAPartOrWithMoreThanItsPartsIsNone) {
  const std::string whole = kWhole;
  EXPECT_FALSE(ReadLesson(""));
  EXPECT_FALSE(ReadLesson(whole.substr(0, whole.find("## How"))));
  EXPECT_FALSE(ReadLesson(whole.substr(whole.find("## Wrong"))));
  EXPECT_FALSE(ReadLesson("A title\n" + whole));
  EXPECT_FALSE(ReadLesson(whole + "\n## More\n\nwords\n"));
  std::string no_code = whole;
  no_code.replace(no_code.find("```c\nint c;\n```"), 14, "int c;");
  EXPECT_FALSE(ReadLesson(no_code));
}

}  // namespace
}  // namespace checker
