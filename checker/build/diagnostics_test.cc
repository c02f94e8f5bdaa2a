#include "checker/build/diagnostics.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

Diagnostic Only(std::string_view output, const std::vector<std::string>& files = {"server.c"}) {
  const auto all = ParseDiagnostics(output, files);
  EXPECT_EQ(all.size(), 1u) << output;
  return all.empty() ? Diagnostic{} : all.front();
}

TEST(Diagnostics, ReadsGccsForm) {
  const auto error = Only("server.c:3:14: error: expected ';' before '}' token\n");
  EXPECT_EQ(error.file, "server.c");
  EXPECT_EQ(error.line, 3);
  EXPECT_EQ(error.column, 14);
  EXPECT_EQ(error.severity, "error");
  EXPECT_EQ(error.message, "expected ';' before '}' token");
  EXPECT_EQ(Only("server.c:1:10: fatal error: x.h: No such file or directory\n").severity, "error");
  EXPECT_EQ(Only("gcc: internal compiler error: Killed signal terminated program cc1\n").severity,
            "error");
  EXPECT_EQ(Only("server.c:7: warning: \"X\" redefined\n").line, 7);
}

TEST(Diagnostics, AMessageMayTalkAboutOtherMessages) {
  const auto note = Only("server.c:3:1: note: this is what ': error: ' means\n");
  EXPECT_EQ(note.severity, "note");
  EXPECT_EQ(note.message, "this is what ': error: ' means");
}

TEST(Diagnostics, NamesFilesAsTheSubmissionDoes) {
  const std::vector<std::string> files = {"src/server.c", "a: b (1).c", "src/x.c", "old/x.c"};
  EXPECT_EQ(Only("/home/student/src/server.c:1:2: error: x", files).file, "src/server.c");
  EXPECT_EQ(Only("server.c:1:2: error: x", files).file, "src/server.c");
  EXPECT_EQ(Only("./a: b (1).c:1:2: error: x", files).file, "a: b (1).c");
  EXPECT_EQ(Only("x.c:1:2: error: x", files).file, "x.c");
  EXPECT_EQ(Only("/usr/include/stdio.h:1:2: note: x", files).file, "/usr/include/stdio.h");
}

TEST(Diagnostics, ReadsTheLinker) {
  const auto place = Only(
      "/usr/bin/ld: /tmp/ccX.o: in function `main':\n"
      "/home/student/server.c:5: undefined reference to `helper'\n"
      "collect2: error: ld returned 1 exit status\n");
  EXPECT_EQ(place.file, "server.c");
  EXPECT_EQ(place.line, 5);
  EXPECT_EQ(place.message, "undefined reference to `helper'");
  EXPECT_EQ(Only("/usr/bin/ld: cannot find -lfoo: No such file or directory\n").file, "");
}

TEST(Diagnostics, ReadsMakeAndCMake) {
  EXPECT_EQ(Only("make: *** No rule to make target 'x.c', needed by 'x'.  Stop.\n"
                 "make: *** [Makefile:2: all] Error 1\n")
                .message,
            "No rule to make target 'x.c', needed by 'x'.  Stop.");
  const auto separator = Only("Makefile:4: *** missing separator.  Stop.\n", {"Makefile"});
  EXPECT_EQ(separator.file, "Makefile");
  EXPECT_EQ(separator.line, 4);
  EXPECT_EQ(Only("CMake Error at CMakeLists.txt:2 (x):\n").severity, "error");
}

TEST(Diagnostics, KeepsOneOfEqualsAndBoundsTheRest) {
  EXPECT_EQ(ParseDiagnostics("a.c:1:1: warning: w\na.c:1:1: warning: w\n", {}).size(), 1u);
  std::string flood;
  for (int i = 0; i < 2000; ++i) flood += "a.c:" + std::to_string(i) + ":1: warning: w\n";
  EXPECT_EQ(ParseDiagnostics(flood, {}).size(), 500u);
  EXPECT_LT(Only("a.c:1:1: error: " + std::string(1 << 20, 'x')).message.size(), 5000u);
}

TEST(Diagnostics, OtherTextIsNoDiagnostic) {
  EXPECT_TRUE(
      ParseDiagnostics("gcc -o server server.c\n   5 | int x\n     |     ^\n\n", {}).empty());
}

TEST(Diagnostics, ListsUndefinedSymbolsOnce) {
  EXPECT_EQ(UndefinedSymbols("x.c:1: undefined reference to `sqrt'\n"
                             "x.c:2: undefined reference to `pow'\n"
                             "x.c:3: undefined reference to `pow'\n"
                             "x.cc:3: undefined reference to `std::f(int)'\n"),
            (std::vector<std::string>{"pow", "sqrt", "std::f"}));
}

}  // namespace
}  // namespace checker
