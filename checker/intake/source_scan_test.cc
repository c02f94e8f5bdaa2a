#include "checker/intake/source_scan.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

SourceFacts ScanC(std::string_view text) { return ScanSource(text, Language::kC); }

TEST(SourceScan, FindsMainInItsManyForms) {
  EXPECT_TRUE(ScanC("int main(void) { return 0; }").defines_main);
  EXPECT_TRUE(ScanC("int\nmain (int argc, char *argv[])\n{\n}").defines_main);
  EXPECT_TRUE(ScanC("main(argc, argv) int argc; char **argv; { }").defines_main);
  EXPECT_TRUE(ScanC("int main() // the start\n/* of it */ {}").defines_main);
  EXPECT_TRUE(ScanSource("auto main() -> int { return 1'000; }", Language::kCpp).defines_main);
  EXPECT_TRUE(ScanSource("extern \"C\" { int main() { } }", Language::kCpp).defines_main);
}

TEST(SourceScan, DoesNotTakeADeclarationOrACallForADefinition) {
  EXPECT_FALSE(ScanC("int main(void);").defines_main);
  EXPECT_FALSE(ScanC("void again() { main(); }").defines_main);
  EXPECT_FALSE(ScanC("void again() { if (main()) return; }").defines_main);
  EXPECT_FALSE(ScanC("int domain(int x) { return x; } int main_loop() {}").defines_main);
}

TEST(SourceScan, SkipsCommentsLiteralsAndDisabledCode) {
  EXPECT_FALSE(ScanC("/* int main() { listen(1, 2); } */").defines_main);
  EXPECT_FALSE(ScanC("// int main() { \\\n int main() {}").defines_main);
  EXPECT_FALSE(ScanC("char *s = \"\\\" int main() { }\";").defines_main);
  EXPECT_FALSE(ScanC("char c = '\"'; char *s = \"int main() {\";").defines_main);
  EXPECT_FALSE(ScanC("#define RUN int main() { }\n").defines_main);
  EXPECT_FALSE(ScanC("#if 0\n#if X\nint main() {}\n#endif\nint main() {}\n#endif\n").defines_main);
  EXPECT_FALSE(ScanSource("auto s = R\"x(int main() { \" )x\";", Language::kCpp).defines_main);
  EXPECT_TRUE(ScanSource("auto s = SEPARATOR\"(\"; int main() { }", Language::kCpp).defines_main);
}

TEST(SourceScan, ReadsOnBehindWhatItSkips) {
  EXPECT_TRUE(ScanC("#if 0\nint x;\n#else\nint main() {}\n#endif").defines_main);
  EXPECT_TRUE(ScanC("char q = '\\''; int main() {}").defines_main);
  EXPECT_TRUE(ScanC("#include <stdio.h>\r\nint main()\r\n{\r\n}").defines_main);
  EXPECT_TRUE(ScanC("char *broken = \"no end\nint main() {}").defines_main);
}

TEST(SourceScan, TellsServersFromClients) {
  const auto server = ScanC("int main() { listen (s, 5); int c = accept(s, 0, 0); }");
  EXPECT_TRUE(server.listens);
  EXPECT_FALSE(server.connects);
  const auto client = ScanC("int main() { if (connect(s, &a, sizeof a) < 0) ; }");
  EXPECT_TRUE(client.connects);
  EXPECT_FALSE(client.listens);
  EXPECT_TRUE(ScanSource("void f() { ::listen(fd, 5); }", Language::kCpp).listens);
}

TEST(SourceScan, AMethodIsNotTheSocketCall) {
  EXPECT_FALSE(
      ScanSource("int main() { server.listen(80); p->connect(); }", Language::kCpp).listens);
  EXPECT_FALSE(
      ScanSource("int main() { server.listen(80); p->connect(); }", Language::kCpp).connects);
}

TEST(SourceScan, SurvivesTextsThatEndAnywhere) {
  const std::string_view text = "#if 0\n/* \" */ main(\"\\\n#endif\nR\"x(' main(a{ 1'0 -> \\";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    ScanSource(text.substr(0, size), Language::kC);
    ScanSource(text.substr(size), Language::kCpp);
  }
}

}  // namespace
}  // namespace checker
