// What a student handed in, as found on disk. checker/intake makes it.
#pragma once

#include <string>
#include <vector>

namespace checker {

enum class Language { kC, kCpp };
enum class Role { kServer, kClient };

struct SourceFile {
  std::string path;  // relative to the submission's folder
  Language language = Language::kC;
  bool defines_main = false;
  bool listens = false;   // its text calls listen()
  bool connects = false;  // its text calls connect()
};

struct Submission {
  enum class Kind { kFolder, kSourceFile, kExecutable };
  Kind kind = Kind::kFolder;
  std::string name;    // the last part of its path
  std::string path;    // absolute
  std::string sha256;  // over names and contents, sorted by name
  std::vector<SourceFile> sources;
  std::vector<std::string> other_files;  // relative paths
  std::string makefile;                  // relative path, "" where there is none
  std::string cmakelists;                // relative path, "" where there is none
  // not empty: why there is nothing to build ("no C or C++ source: Server.java is Java")
  std::string not_buildable;
};

}  // namespace checker
