// The programs in a built folder, and which of them is the server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

struct Program {
  std::string path;       // relative
  bool listens = false;   // it refers to listen or accept
  bool connects = false;  // it refers to connect
};

// Executable ELF files, sorted by path. What CMake compiles to learn about the compiler does not
// count.
sandbox::Result<std::vector<Program>> FindPrograms(int folder);

// Whether this program (a path relative to the folder) refers to a function of this name. False
// where it cannot be read.
bool RefersTo(int folder, const std::string& program, std::string_view function);

// nullptr where there is no program, or for the client none that could be one. The server is the
// program that listens; of several, or where none does, the name decides ("server", "serv", "srv"),
// then the shorter path, then the alphabet.
const Program* ChooseServer(const std::vector<Program>& programs);
const Program* ChooseClient(const std::vector<Program>& programs, const std::string& server);

}  // namespace checker
