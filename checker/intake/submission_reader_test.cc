#include "checker/intake/submission_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "checker/intake/tree.h"

namespace checker {
namespace {

namespace fs = std::filesystem;

constexpr char kServer[] = "int main(void) { listen(3, 5); accept(3, 0, 0); }\n";
constexpr char kClient[] = "int main(void) { connect(3, 0, 0); }\n";

class SubmissionReader : public testing::Test {
 protected:
  SubmissionReader() {
    std::string name = testing::TempDir() + "/intake-XXXXXX";
    root_ = mkdtemp(name.data());
  }
  ~SubmissionReader() override { fs::remove_all(root_); }

  fs::path Write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
    return root_ / path;
  }

  Submission Read(const fs::path& path) {
    auto submission = ReadSubmission(path);
    EXPECT_TRUE(submission) << submission.error().Text();
    return submission ? *submission : Submission{};
  }
  Submission Read() { return Read(root_); }

  std::string ErrorOf(const fs::path& path) {
    const auto submission = ReadSubmission(path);
    return submission ? "" : submission.error().Text();
  }

  fs::path root_;
};

TEST_F(SubmissionReader, FindsSourcesAndWhatTheyDo) {
  Write("server.c", kServer);
  Write("src/client.cpp", kClient);
  Write("notes.txt", "port 8080\n");
  const auto submission = Read();
  EXPECT_EQ(submission.kind, Submission::Kind::kFolder);
  EXPECT_EQ(submission.not_buildable, "");
  ASSERT_EQ(submission.sources.size(), 2u);
  EXPECT_EQ(submission.sources[0].path, "server.c");
  EXPECT_TRUE(submission.sources[0].defines_main && submission.sources[0].listens);
  EXPECT_EQ(submission.sources[1].path, "src/client.cpp");
  EXPECT_EQ(submission.sources[1].language, Language::kCpp);
  EXPECT_TRUE(submission.sources[1].connects);
  EXPECT_EQ(submission.other_files, std::vector<std::string>{"notes.txt"});
  EXPECT_EQ(submission.sha256.size(), 64u);
}

TEST_F(SubmissionReader, ReadsASingleSourceFile) {
  const auto submission = Read(Write("my server (final).c", kServer));
  EXPECT_EQ(submission.kind, Submission::Kind::kSourceFile);
  EXPECT_EQ(submission.name, "my server (final).c");
  ASSERT_EQ(submission.sources.size(), 1u);
  EXPECT_EQ(submission.sources[0].path, "my server (final).c");
}

TEST_F(SubmissionReader, TakesAnExecutableAsItself) {
  const auto submission = Read("/bin/true");
  EXPECT_EQ(submission.kind, Submission::Kind::kExecutable);
  EXPECT_EQ(submission.not_buildable, "");
}

TEST_F(SubmissionReader, FindsTheBuildFilesThatMakeWouldRead) {
  Write("server.c", kServer);
  Write("Makefile", "all:\n");
  Write("CMakeLists.txt", "project(x)\n");
  EXPECT_EQ(Read().makefile, "Makefile");
  EXPECT_EQ(Read().cmakelists, "CMakeLists.txt");
  Write("GNUmakefile", "all:\n");
  EXPECT_EQ(Read().makefile, "GNUmakefile");
}

TEST_F(SubmissionReader, IgnoresAMakefileThatCMakeWrote) {
  Write("server.c", kServer);
  Write("Makefile", "# CMAKE generated file: DO NOT EDIT!\n");
  EXPECT_EQ(Read().makefile, "");
}

TEST_F(SubmissionReader, AFolderAroundOneFolderStandsForIt) {
  Write("lab3/Makefile", "all:\n");
  Write("lab3/server.c", kServer);
  Write("__MACOSX/lab3/._server.c", "binary");
  const auto submission = Read();
  EXPECT_EQ(submission.path, root_ / "lab3");
  EXPECT_EQ(submission.name, root_.filename());
  EXPECT_EQ(submission.makefile, "Makefile");
  ASSERT_EQ(submission.sources.size(), 1u);
  EXPECT_EQ(submission.sources[0].path, "server.c");
}

TEST_F(SubmissionReader, ClutterIsNeitherListedNorPartOfTheFingerprint) {
  Write("server.c", kServer);
  const auto before = Read();
  for (const char* path : {".git/config", "__MACOSX/._server.c", ".DS_Store", "server.o",
                           "._server.c", "cmake-build-debug/CMakeCache.txt", "server.c~"}) {
    Write(path, "x");
  }
  const auto after = Read();
  EXPECT_EQ(after.other_files, std::vector<std::string>{});
  EXPECT_EQ(after.sha256, before.sha256);
}

TEST_F(SubmissionReader, TheFingerprintCoversNamesAndContents) {
  Write("a/server.c", kServer);
  Write("b/server.c", kServer);
  Write("c/server2.c", kServer);
  Write("d/server.c", std::string(kServer) + " ");
  EXPECT_EQ(Read(root_ / "a").sha256, Read(root_ / "b").sha256);
  EXPECT_NE(Read(root_ / "a").sha256, Read(root_ / "c").sha256);
  EXPECT_NE(Read(root_ / "a").sha256, Read(root_ / "d").sha256);
}

TEST_F(SubmissionReader, KeepsNamesOfAnyBytes) {
  const std::vector<std::string> names = {
      "$(touch x).c", "a b.c", "line\nbreak.c", "quote'\".c", "\xE2\x80\xAEltr.c", "\xFF\xFE.c"};
  for (const auto& name : names) Write(name, kServer);
  const auto submission = Read();
  ASSERT_EQ(submission.sources.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(submission.sources[i].path, names[i]);
}

TEST_F(SubmissionReader, SaysWhatIsThereInsteadOfCOrCpp) {
  Write("Server.java", "class Server {}\n");
  EXPECT_EQ(Read().not_buildable, "no C or C++ source: Server.java is Java");
  fs::copy_file("/bin/true", root_ / "server");
  EXPECT_EQ(Read().not_buildable,
            "no C or C++ source: Server.java is Java, server is a compiled program");
}

TEST_F(SubmissionReader, SaysWhatASingleFileIsInstead) {
  EXPECT_EQ(Read(Write("server.py", "import socket\n")).not_buildable,
            "no C or C++ source: server.py is Python");
  EXPECT_EQ(Read(Write("blob", std::string("\1\0\2\3", 4))).not_buildable,
            "no C or C++ source: blob is binary");
  EXPECT_EQ(Read(Write("empty.c", "")).not_buildable, "the file is empty");
}

TEST_F(SubmissionReader, AnEmptyFolderIsNotBuildable) {
  EXPECT_EQ(Read().not_buildable, "the folder is empty");
  fs::create_directories(root_ / "a/b/c");
  EXPECT_EQ(Read().not_buildable, "the folder is empty");
}

TEST_F(SubmissionReader, AHugeSparseFileIsNotRead) {
  Write("server.c", kServer);
  fs::resize_file(Write("core", ""), 1ull << 30);
  const auto submission = Read();
  EXPECT_EQ(submission.not_buildable, "the folder is larger than 64 MB");
  EXPECT_EQ(Read(root_ / "core").not_buildable, "the file is larger than 64 MB");
}

TEST_F(SubmissionReader, TooManyFilesOrLevelsAreNotBuildable) {
  for (int i = 0; i <= 5000; ++i) Write("n/" + std::to_string(i), "");
  EXPECT_EQ(Read().not_buildable, "the folder has more than 5000 files");
  fs::remove_all(root_ / "n");
  Write("x.c", kServer);
  std::string deep;
  for (int i = 0; i < 25; ++i) deep += "d/";
  Write(deep + "server.c", kServer);
  EXPECT_EQ(Read().not_buildable, "the folder has folders nested more than 20 deep");
}

TEST_F(SubmissionReader, LinksThatLeaveTheFolderAreNotFollowed) {
  fs::create_symlink("/etc/passwd", root_ / "server.c");
  EXPECT_EQ(Read().not_buildable, "no C or C++ source: server.c is a symbolic link");
  fs::create_directory_symlink("/", root_ / "all");
  Write("real.c", kServer);
  EXPECT_EQ(Read().sources.size(), 1u);
}

TEST_F(SubmissionReader, AFifoIsNeverOpened) {
  Write("server.c", kServer);
  ASSERT_EQ(mkfifo((root_ / "client.c").c_str(), 0644), 0);
  EXPECT_EQ(Read().sources.size(), 1u);
  EXPECT_NE(ErrorOf(root_ / "client.c").find("neither a file nor a folder"), std::string::npos);
  EXPECT_NE(ErrorOf("/dev/zero").find("neither a file nor a folder"), std::string::npos);
}

TEST_F(SubmissionReader, AMissingPathIsAnError) {
  EXPECT_NE(ErrorOf(root_ / "nowhere").find("No such file"), std::string::npos);
  EXPECT_NE(ErrorOf(""), "");
}

TEST_F(SubmissionReader, AnUnreadableFileIsAnErrorForAPlainUser) {
  const auto file = Write("server.c", kServer);
  fs::permissions(file, fs::perms::none);
  fs::permissions(root_, fs::perms::all);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(3);
    const bool both = !ReadSubmission(file).has_value() && !ReadSubmission(root_).has_value();
    _exit(both ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(SubmissionReader, ATrailingSlashOrADotKeepsTheName) {
  Write("lab/server.c", kServer);
  EXPECT_EQ(Read(root_ / "lab/").name, "lab");
  EXPECT_EQ(Read(root_ / "lab/.").name, "lab");
}

}  // namespace
}  // namespace checker
