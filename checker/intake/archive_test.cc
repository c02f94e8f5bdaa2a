#include "checker/intake/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "checker/build/build.h"

namespace checker {
namespace {

namespace fs = std::filesystem;

class ArchiveTest : public testing::Test {
 protected:
  using Change = std::function<void(archive_entry*)>;

  // A tar with one entry after the other; what is special about it is done by `change`.
  void Begin(const std::string& name = "handed-in.tar.gz") {
    path_ = folder_.path() + "/" + name;
    archive_ = archive_write_new();
    const bool zip = name.ends_with(".zip");
    zip ? archive_write_set_format_zip(archive_) : archive_write_set_format_pax(archive_);
    if (!zip) archive_write_add_filter_gzip(archive_);
    ASSERT_EQ(archive_write_open_filename(archive_, path_.c_str()), ARCHIVE_OK);
  }

  void Add(const std::string& name, const std::string& text, const Change& change = {}) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    if (change) change(entry);
    ASSERT_EQ(archive_write_header(archive_, entry), ARCHIVE_OK) << archive_error_string(archive_);
    archive_write_data(archive_, text.data(), text.size());
    archive_entry_free(entry);
  }

  // Why it is refused, "" if it is not.
  std::string Refusal() {
    archive_write_free(archive_);
    into_ = folder_.path() + "/into";
    fs::remove_all(into_);
    fs::create_directory(into_);
    const auto refused = Unpack(path_, into_);
    if (!refused) ADD_FAILURE() << refused.error().Text();
    return *refused;
  }

  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(fs::path(into_) / name).rdbuf();
    return text.str();
  }

  std::string RefusalOf(const std::string& name, const Change& change) {
    Begin();
    Add("server.c", "int main(void) {}");
    Add(name, "", change);
    return Refusal();
  }

  const TemporaryFolder folder_ = TemporaryFolder::Make().value();
  std::string path_, into_;
  archive* archive_ = nullptr;
};

TEST_F(ArchiveTest, FilesComeOutAsTheyWentIn) {
  for (const char* name : {"handed-in.tar.gz", "handed-in.zip"}) {
    Begin(name);
    Add("./lab/server.c", "int main(void) {}");
    Add("lab/run.sh", "#!/bin/sh\n",
        [](archive_entry* entry) { archive_entry_set_perm(entry, 0755); });
    Add("__MACOSX/lab/._server.c", "what Finder adds");
    ASSERT_EQ(Refusal(), "") << name;
    EXPECT_EQ(Read("lab/server.c"), "int main(void) {}");
    EXPECT_NE(fs::status(into_ + "/lab/run.sh").permissions() & fs::perms::owner_exec,
              fs::perms::none);
    EXPECT_FALSE(fs::exists(into_ + "/__MACOSX"));
  }
}

TEST_F(ArchiveTest, NamesThatLeadElsewhereAreRefused) {
  EXPECT_EQ(RefusalOf("/etc/cron.d/job", {}), "holds an absolute name: /etc/cron.d/job");
  EXPECT_EQ(RefusalOf("lab/../../up.c", {}), "holds a name that climbs out: lab/../../up.c");
  EXPECT_EQ(RefusalOf("C:\\server.c", {}), "holds an absolute name: C:\\server.c");
}

TEST_F(ArchiveTest, WhatIsNoFileIsRefused) {
  EXPECT_EQ(RefusalOf("passwords",
                      [](archive_entry* entry) {
                        archive_entry_set_filetype(entry, AE_IFLNK);
                        archive_entry_set_symlink(entry, "/etc/shadow");
                      }),
            "holds a symbolic link: passwords");
  EXPECT_EQ(RefusalOf("twin",
                      [](archive_entry* entry) { archive_entry_set_hardlink(entry, "server.c"); }),
            "holds a hard link: twin");
  EXPECT_EQ(RefusalOf("disk",
                      [](archive_entry* entry) {
                        archive_entry_set_filetype(entry, AE_IFBLK);
                        archive_entry_set_rdev(entry, 0x801);
                      }),
            "holds a device: disk");
  EXPECT_EQ(
      RefusalOf("queue", [](archive_entry* entry) { archive_entry_set_filetype(entry, AE_IFIFO); }),
      "holds a pipe: queue");
}

TEST_F(ArchiveTest, NamesThatDifferInCaseAtMostAreRefused) {
  EXPECT_EQ(RefusalOf("Server.c", {}),
            "holds two names that differ in case at most: server.c and Server.c");
  EXPECT_EQ(RefusalOf("server.c/inside.c", {}),
            "holds two names that differ in case at most: server.c and server.c/inside.c");
  EXPECT_EQ(RefusalOf("server.c", {}),
            "holds two names that differ in case at most: server.c and server.c");
}

TEST_F(ArchiveTest, BombsAreRefusedHoweverSmallTheyAre) {
  Begin();
  Add("zeros", std::string(65u << 20, '\0'));
  EXPECT_EQ(Refusal(), "holds more than 64 MB");
  EXPECT_LT(fs::file_size(path_), 1u << 20);
  Begin();
  for (int i = 0; i <= 5000; ++i) Add("f" + std::to_string(i), "");
  EXPECT_EQ(Refusal(), "holds more than 5000 files");
  std::string deep;
  for (int i = 0; i < 30; ++i) deep += "d/";
  EXPECT_EQ(RefusalOf(deep + "server.c", {}), "holds more than 20 levels");
}

TEST_F(ArchiveTest, HolesOfASparseFileCount) {
  EXPECT_EQ(RefusalOf("sparse",
                      [](archive_entry* entry) {
                        archive_entry_set_size(entry, 1ll << 40);
                        archive_entry_sparse_add_entry(entry, 0, 0);
                      }),
            "holds more than 64 MB");
}

TEST_F(ArchiveTest, WhatIsNoArchiveIsRefused) {
  const std::string path = folder_.path() + "/handed-in.zip";
  std::ofstream(path) << "int main(void) {}\n";
  const auto refused = Unpack(path, folder_.path());
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->starts_with("cannot be read: ")) << *refused;
}

TEST(Archives, AreKnownByTheirNames) {
  EXPECT_TRUE(IsArchive("lab.ZIP"));
  EXPECT_TRUE(IsArchive("lab.tar.gz"));
  EXPECT_FALSE(IsArchive("zip.c"));
  EXPECT_FALSE(IsArchive("lab.gz"));
}

}  // namespace
}  // namespace checker
