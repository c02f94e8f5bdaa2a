#include "checker/judge/sanitizer_report.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

// As GCC 12's libraries print it.
constexpr std::string_view kOverflow =
    "Listening on port 3301\n"
    "s/server.c:50:19: runtime error: index 1024 out of bounds for type 'char [1024]'\n"
    "=================================================================\n"
    "==5995==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7ffe5fb2b580 at pc "
    "0x555f1802b7af bp 0x7ffe5f\n"
    "WRITE of size 1 at 0x7ffe5fb2b580 thread T0\n"
    "    #0 0x555f1802b7ae in echo s/server.c:51\n"
    "    #1 0x555f1802bf12 in main s/server.c:97\n"
    "    #2 0x7f29c8c45249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58\n";

constexpr std::string_view kCopy =
    "==7==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7f0 at pc 0x7f1 bp 0x7f2 sp "
    "0x7f3\n"
    "WRITE of size 2049 at 0x7f0 thread T0\n"
    "    #0 0x7f8c in __interceptor_strcpy "
    "../../../../src/libsanitizer/asan/asan_interceptors.cpp:440\n"
    "    #1 0x401b in serve /home/work/server.c:31\n";

std::string Race(const std::string& frame, const std::string& location) {
  return "==================\n"
         "WARNING: ThreadSanitizer: data race (pid=6388)\n"
         "  Read of size 8 at 0x55fdd80a4138 by thread T2:\n" +
         frame +
         "\n\n  Previous write of size 8 at 0x55fdd80a4138 by thread T1:\n    #0 serve "
         "t/server.c:42 (a+0x1420)\n\n  " +
         location + "\n\n==================\n";
}

std::vector<std::string> Texts(std::string_view output, Instrumentation instrumentation) {
  std::vector<std::string> texts;
  for (const auto& finding : ReadSanitizerReports(output, instrumentation))
    texts.push_back(finding.Text());
  return texts;
}

TEST(SanitizerReport, NamesTheLineOfAnErrorInTheStudentsCode) {
  EXPECT_EQ(
      Texts(kOverflow, Instrumentation::kMemory),
      (std::vector<std::string>{"index 1024 out of bounds for type 'char [1024]' in server.c:50",
                                "stack-buffer-overflow in echo(), server.c:51"}));
}

TEST(SanitizerReport, LooksBehindTheSanitizersOwnFrames) {
  EXPECT_EQ(Texts(kCopy, Instrumentation::kMemory),
            std::vector<std::string>{"stack-buffer-overflow in serve(), server.c:31"});
}

TEST(SanitizerReport, ACrashInsideTheCLibraryIsOfWhoCalledIt) {
  constexpr std::string_view kCrash =
      "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000 (pc 0x7f1 bp 0x7f2)\n"
      "    #0 0x7f8c in _IO_fgets ./libio/iofgets.c:47\n"
      "    #1 0x401b in serve ./server.c:35\n";
  EXPECT_EQ(Texts(kCrash, Instrumentation::kMemory),
            std::vector<std::string>{"SEGV in serve(), server.c:35"});
}

TEST(SanitizerReport, ARaceInsideTheCLibraryIsNobodys) {
  EXPECT_TRUE(Texts(Race("    #0 pthread_cancel ./nptl/pthread_cancel.c:79 (libc.so.6+0x1)", ""),
                    Instrumentation::kRaces)
                  .empty());
}

TEST(SanitizerReport, KeepsANameWithSpacesWhole) {
  const std::string spaces =
      "==7==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7f0 at pc 0x7f1 bp 0x7f2 "
      "sp 0x7f3\n"
      "    #0 0x401b in main /home/work/lab 5/my server (2).c:31\n";
  EXPECT_EQ(Texts(spaces, Instrumentation::kMemory),
            std::vector<std::string>{"stack-buffer-overflow in main(), my server (2).c:31"});
}

TEST(SanitizerReport, BlamesNobodyForWhatHappensInsideALibrary) {
  const std::string inside =
      "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x7f0\n"
      "    #0 0x7f8c in __vfprintf_internal ../stdio-common/vfprintf-internal.c:1289\n"
      "    #1 0x401b in serve /home/work/server.c:31\n";
  EXPECT_TRUE(Texts(inside, Instrumentation::kMemory).empty());
}

TEST(SanitizerReport, ReadsARace) {
  const std::string race =
      Race("    #0 serve t/server.c:42 (a+0x1406)", "Location is global 'served' of size 8");
  EXPECT_EQ(Texts(race + race, Instrumentation::kRaces),
            std::vector<std::string>{"data race in serve(), server.c:42"});
}

TEST(SanitizerReport, WhatATemplateDoesItsCallerHasDone) {
  const std::string push_back =
      "    #0 std::vector<int, std::allocator<int> >::push_back(int const&) "
      "/usr/include/c++/12/bits/stl_vector.h:1278 (server+0x1a)\n"
      "    #1 serve(int) s/server.cpp:16 (server+0x2b)";
  EXPECT_EQ(Texts(Race(push_back, ""), Instrumentation::kRaces),
            std::vector<std::string>{"data race in serve(), server.cpp:16"});
  const std::string narrow =
      "    #0 std::ctype<char>::narrow(char, char) const "
      "/usr/include/c++/12/bits/locale_facets.h:931 (server+0x1a)\n"
      "    #1 serve(int) s/server.cpp:16 (server+0x2b)";
  EXPECT_TRUE(Texts(Race(narrow, ""), Instrumentation::kRaces).empty());
}

TEST(SanitizerReport, TheCppLibraryReadsWhatItsCallerGaveIt) {
  const std::string print =
      "==7==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7f0 at pc 0x7f1\n"
      "    #0 0x7f8c in __interceptor_strlen "
      "../../src/libsanitizer/asan/asan_interceptors.cpp:440\n"
      "    #1 0x7f9d in std::operator<<(std::ostream&, char const*) (/lib/libstdc++.so.6+0x13c)\n"
      "    #2 0x401b in greet(int) s/server.cpp:43\n";
  EXPECT_EQ(Texts(print, Instrumentation::kMemory),
            std::vector<std::string>{"stack-buffer-overflow in greet(), server.cpp:43"});
}

TEST(SanitizerReport, AWildWriteOverAStackIsNoRace) {
  const std::string race = Race("    #0 serve t/server.c:42 (a+0x1406)", "Location is stack");
  EXPECT_TRUE(Texts(race.substr(0, race.find("Location")) + "    #0 __tsan_stack_initialization\n",
                    Instrumentation::kRaces)
                  .empty());
}

TEST(SanitizerReport, TakesNoDescriptorForMemory) {
  const std::string race = Race("    #0 serve t/server.c:42 (a+0x1406)",
                                "Location is file descriptor 5 created by main thread");
  EXPECT_TRUE(Texts(race, Instrumentation::kRaces).empty());
}

TEST(SanitizerReport, ReadsALongLineLikeAnyOther) {
  const std::string line(1 << 20, 'x');
  EXPECT_EQ(Texts(line + "\n" + std::string(kOverflow), Instrumentation::kMemory).size(), 2u);
}

TEST(SanitizerReport, SaysNothingOfAProgramThatPrintsOrdinaryThings) {
  EXPECT_TRUE(Texts("Client: hello\n#0 main server.c:1\n", Instrumentation::kMemory).empty());
  EXPECT_TRUE(Texts("", Instrumentation::kRaces).empty());
}

TEST(SanitizerReport, AFrameInASharedLibraryWithSourceLinesIsNotTheStudents) {
  const auto report = [](const std::string& module) {
    return "WARNING: ThreadSanitizer: data race (pid=7)\n"
           "  Write of size 4 at 0x7b by thread T1:\n"
           "    #0 pthread_cancel nptl/pthread_cancel.c:76 (" +
           module + "+0x8f)\n    #1 main s/server.c:30 (server+0x1)\n";
  };
  const auto races = Instrumentation::kRaces;
  EXPECT_TRUE(ReadSanitizerReports(report("libc.so.6"), races).empty());
  EXPECT_TRUE(ReadSanitizerReports(report("/usr/lib/libpthread-2.31.so"), races).empty());
  EXPECT_EQ(ReadSanitizerReports(report("server"), races).size(), 1u);
}

}  // namespace
}  // namespace checker
