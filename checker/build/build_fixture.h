// For tests: a submission's folder to write into, built in real boxes. Asserts that nothing stays
// behind in TMPDIR.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "checker/build/build.h"
#include "checker/intake/submission_reader.h"

namespace checker {

namespace fs = std::filesystem;

inline constexpr char kServer[] =
    "#include <sys/socket.h>\nint main(void) { listen(3, 5); return accept(3, 0, 0); }\n";
inline constexpr char kClient[] =
    "#include <sys/socket.h>\nint main(void) { return connect(3, 0, 0); }\n";

class BuildTest : public testing::Test {
 protected:
  BuildTest() {
    std::string name = testing::TempDir() + "/build-XXXXXX";
    root_ = mkdtemp(name.data());
    fs::create_directory(root_ / "tmp");
    if (const char* before = std::getenv("TMPDIR")) temporary_before_ = before;
    setenv("TMPDIR", (root_ / "tmp").c_str(), 1);
    where_.emplace(TemporaryFolder::Make().value());
  }

  ~BuildTest() override {
    where_.reset();
    EXPECT_TRUE(fs::is_empty(root_ / "tmp")) << "something is left behind in TMPDIR";
    temporary_before_ ? setenv("TMPDIR", temporary_before_->c_str(), 1) : unsetenv("TMPDIR");
    fs::remove_all(root_);
  }

  void Write(const std::string& path, const std::string& text) {
    const auto full = root_ / "lab" / path;
    fs::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
  }

  // Builds what was written; of several builds in one test each has its own place.
  Built BuildIt(const std::vector<std::string>& last_flags = {}) {
    return BuildPath("lab", last_flags);
  }
  Built BuildPath(const std::string& path, const std::vector<std::string>& last_flags = {}) {
    where_.emplace(TemporaryFolder::Make().value());
    const auto submission = ReadSubmission(root_ / path);
    EXPECT_TRUE(submission) << submission.error().Text();
    auto built = Build(*submission, assignment_, sandbox::ProbeIsolation(), *where_, last_flags);
    EXPECT_TRUE(built) << built.error().Text();
    if (!built) return {};
    const bool ok = built->summary.status != BuildStatus::kFailed;
    EXPECT_EQ(ok, !built->program.empty());
    if (ok) {
      EXPECT_EQ(access((built->folder + "/" + built->program).c_str(), X_OK), 0);
    }
    return std::move(*built);
  }

  void ExpectInLog(const Built& built, const std::string& text) {
    EXPECT_NE(built.summary.log.find(text), std::string::npos) << text << " is not in:\n"
                                                               << built.summary.log;
  }

  fs::path root_;
  std::optional<std::string> temporary_before_;
  Assignment assignment_;
  std::optional<TemporaryFolder> where_;
};

}  // namespace checker
