#include "checker/build/build.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "checker/build/build_fixture.h"

namespace checker {
namespace {

TEST_F(BuildTest, CompilesASingleFileWithOneCommand) {
  Write("server.c", kServer);
  const auto built = BuildPath("lab/server.c");
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  EXPECT_EQ(built.program, "server");
  ASSERT_EQ(built.summary.commands.size(), 1u);
  EXPECT_NE(built.summary.commands[0].find("-Wall -Wextra -pthread"), std::string::npos);
  EXPECT_GT(built.summary.duration_ms, 0);
}

TEST_F(BuildTest, SeveralMainsMakeSeveralProgramsAndTheServerIsTheOneThatListens) {
  Write("alpha.c", kClient);
  Write("beta.cc", kServer);
  const auto built = BuildIt();
  EXPECT_EQ(built.program, "beta");
  EXPECT_EQ(built.client_program, "alpha");
  EXPECT_EQ(built.candidates, (std::vector<std::string>{"alpha", "beta"}));
}

TEST_F(BuildTest, AClientThatDoesNotCompileDoesNotSpoilTheServer) {
  Write("client.c", "int main(void) { return connect(; }\n");
  Write("server.c", kServer);
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  EXPECT_EQ(built.program, "server");
  EXPECT_FALSE(built.summary.diagnostics.empty());
}

TEST_F(BuildTest, AServerThatDoesNotCompileIsNotReplacedByTheClient) {
  Write("client.c", kClient);
  Write("server.c", "int main(void) { listen(3, 5) }\n");
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kFailed);
}

TEST_F(BuildTest, LinksSourcesWithoutMainIntoEachProgram) {
  Write("include/net.h", "int open_port(void);\n");
  Write("net.c",
        "#include \"net.h\"\n#include <sys/socket.h>\nint open_port(void) { return listen(3, 5); "
        "}\n");
  Write("server.c", "#include <net.h>\nint main(void) { return open_port(); }\n");
  Write("client.c", kClient);
  const auto built = BuildIt();
  EXPECT_EQ(built.program, "server");
  EXPECT_EQ(built.client_program, "client");
}

TEST_F(BuildTest, ASourceThatFitsNoProgramIsLeftOut) {
  Write("server.c", kServer);
  Write("notes.c", "this is not C at all\n");
  EXPECT_EQ(BuildIt().program, "server");
}

TEST_F(BuildTest, TriesAgainWithTheLibraryThatIsMissing) {
  Write("server.c",
        "#include <math.h>\n#include <sys/socket.h>\n"
        "int main(int c, char **v) { (void)v; listen(3, 5); return (int)pow(c, 0.5); }\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  ASSERT_EQ(built.summary.commands.size(), 2u);
  EXPECT_TRUE(built.summary.commands[1].ends_with(" -lm"));
  EXPECT_TRUE(built.summary.diagnostics.empty());
}

TEST_F(BuildTest, SaysWhereAnErrorIs) {
  Write("src/server.c",
        "#include <stdio.h>\nint main(void) {\n  int unused;\n  printf(\"x\")\n}\n");
  Write("readme.md", "x");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kFailed);
  const auto& all = built.summary.diagnostics;
  const auto error = std::find_if(all.begin(), all.end(),
                                  [](const Diagnostic& d) { return d.severity == "error"; });
  ASSERT_NE(error, all.end());
  EXPECT_EQ(error->file, "src/server.c");
  EXPECT_EQ(error->line, 4);
  EXPECT_NE(error->message.find("expected"), std::string::npos);
  ExpectInLog(built, "src/server.c:4");
}

TEST_F(BuildTest, AFileThatWasHandedInAloneAndNeedsOthersIsExplained) {
  Write("server.c", "#include \"net.h\"\nint main(void) { return 0; }\n");
  Write("net.h", "");
  ExpectInLog(BuildPath("lab/server.c"), "Only this file was handed in");
}

TEST_F(BuildTest, NamesOfAnyBytesAreBuilt) {
  for (const char* name : {"Q2 server (final).c", "it's \"quoted\" $(touch pwned).c",
                           "line\nbreak.c", "-o.c", "@file.c", "\xFF\xFE.c", "semi;colon.c"}) {
    fs::remove_all(root_ / "lab");
    Write(name, kServer);
    EXPECT_EQ(BuildIt().summary.status, BuildStatus::kOk) << name;
  }
}

TEST_F(BuildTest, ACommittedProgramIsMadeAgain) {
  Write("server.c", kServer);
  fs::copy_file("/bin/true", root_ / "lab/server");
  fs::copy_file("/bin/true", root_ / "lab/other");
  const auto built = BuildIt();
  EXPECT_EQ(built.candidates, std::vector<std::string>{"server"});
  EXPECT_FALSE(fs::exists(fs::path(built.folder) / "other"));
}

TEST_F(BuildTest, FilesBesideTheSourcesComeAlong) {
  Write("server.c", kServer);
  Write("data/rooms.txt", "1 2 3\n");
  fs::permissions(root_ / "lab/data/rooms.txt", fs::perms::owner_read);
  const auto built = BuildIt();
  EXPECT_EQ(fs::status(fs::path(built.folder) / "data/rooms.txt").permissions(),
            static_cast<fs::perms>(0644));
}

TEST_F(BuildTest, AnExecutableIsTakenAsItIs) {
  fs::create_directory(root_ / "lab");
  fs::copy_file("/bin/true", root_ / "lab/my server");
  const auto built = BuildPath("lab/my server");
  EXPECT_EQ(built.summary.status, BuildStatus::kSkipped);
  EXPECT_EQ(built.program, "my server");
}

TEST_F(BuildTest, WhatCannotBeBuiltSaysWhy) {
  Write("Server.java", "class Server {}\n");
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kFailed);
  EXPECT_EQ(built.summary.log, "no C or C++ source: Server.java is Java\n");
}

TEST_F(BuildTest, ExtraFlagsReachTheCompiler) {
  Write("server.c", "#ifndef EXTRA\n#error no\n#endif\n" + std::string(kServer));
  assignment_.flags = {"-DEXTRA"};
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kOk);
  Write("Makefile", "server: server.c\n\tgcc -o server server.c\n");
  EXPECT_EQ(BuildIt().summary.status, BuildStatus::kOk);
  fs::remove(root_ / "lab/Makefile");
  assignment_.flags = {};
  EXPECT_EQ(BuildIt({"-DEXTRA"}).summary.status, BuildStatus::kOk);
  Write("Makefile", "server: server.c\n\tgcc -o server server.c\n");
  EXPECT_EQ(BuildIt({"-DEXTRA"}).summary.status, BuildStatus::kOk);
}

TEST_F(BuildTest, HostileIncludesEndInAFailedBuild) {
  for (const char* path : {"/dev/zero", "/dev/stdin", "/etc/shadow"}) {
    Write("server.c",
          "#include \"" + std::string(path) + "\"\nint main(void) { listen(3, 5); return x; }\n");
    const auto built = BuildIt();
    EXPECT_EQ(built.summary.status, BuildStatus::kFailed) << path;
    EXPECT_EQ(built.summary.log.find("root:"), std::string::npos);
  }
}

TEST_F(BuildTest, AFloodOfWarningsIsBounded) {
  std::string text =
      "#include <sys/socket.h>\n#define F(x) static void x(void) { int a, b, c, d, e, f; }\n"
      "#define G(x) F(x##0) F(x##1) F(x##2) F(x##3) F(x##4) F(x##5) F(x##6) F(x##7)\n"
      "#define H(x) G(x##0) G(x##1) G(x##2) G(x##3) G(x##4) G(x##5) G(x##6) G(x##7)\nH(w)\n";
  Write("server.c", text + kServer);
  const auto built = BuildIt();
  EXPECT_EQ(built.summary.status, BuildStatus::kOk);
  EXPECT_LT(built.summary.log.size(), 300u << 10);
  EXPECT_LE(built.summary.diagnostics.size(), 500u);
  ExpectInLog(built, "bytes left out");
}

}  // namespace
}  // namespace checker
