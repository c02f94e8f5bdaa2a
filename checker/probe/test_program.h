// For tests: a small C program, compiled in a folder of its own that vanishes with it.
//
//   const TestProgram program(std::string(kTcpServer) + R"(
//   int main(int argc, char **argv) {
//     int listener = listen_on(argc > 1 ? atoi(argv[1]) : 5000, 5);
//     ...
//   })");
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "checker/intake/assignment_by_name.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

// What nearly every one of these servers begins with.
inline constexpr char kTcpServer[] = R"(
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>
static int listen_on(int port, int backlog) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, backlog)) exit(1);
  return listener;
}
)";

class TestProgram {
 public:
  explicit TestProgram(const std::string& source) {
    std::string path = testing::TempDir() + "program-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) ADD_FAILURE() << "no folder " << path;
    folder_path_ = path;
    std::filesystem::permissions(folder_path_, std::filesystem::perms(0755));
    std::ofstream(path + "/server.c") << source;
    std::string output = path + "/server";
    std::string input = path + "/server.c";
    const char* argv[] = {"gcc", "-O0",          "-g",          "-w",   "-pthread",
                          "-o",  output.c_str(), input.c_str(), nullptr};
    pid_t compiler = -1;
    int status = -1;
    if (posix_spawnp(&compiler, argv[0], nullptr, nullptr, const_cast<char**>(argv), environ) ==
        0) {
      waitpid(compiler, &status, 0);
    }
    if (status != 0) ADD_FAILURE() << "gcc does not compile the test's program";
    folder_.Reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  TestProgram(const TestProgram&) = delete;
  ~TestProgram() { std::filesystem::remove_all(folder_path_); }

  // The text of reference/correct/NAME/server.c.
  static std::string Reference(const std::string& name) {
    std::ifstream file(ProjectFolder() + "/reference/correct/" + name + "/server.c");
    if (!file) ADD_FAILURE() << "no reference program " << name;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  int folder() const { return folder_.get(); }
  std::string name() const { return "server"; }

 private:
  std::filesystem::path folder_path_;
  sandbox::UniqueFd folder_;
};

}  // namespace checker
