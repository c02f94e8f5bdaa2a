// The reference web server, asked by a client that was not made for it: curl.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "reference/command.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A port that nobody had a moment ago.
int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(probe, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(probe);
  return ntohs(address.sin_port);
}

class HttpPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (RunCommand({"curl", "--version"}, Output::kDropped) != 0) GTEST_SKIP() << "no curl";
    const std::string program = (copy_.path() / "server").string();
    ASSERT_EQ(RunCommand({"gcc", "-o", program, (copy_.path() / "server.c").string()}), 0);
    port_ = FreePort();
    Start(program, std::to_string(port_));
  }

  void TearDown() override {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }

  // Its first line of output says that it listens.
  void Start(const std::string& program, const std::string& port) {
    int output[2];
    ASSERT_EQ(pipe2(output, O_CLOEXEC), 0);
    pid_ = fork();
    if (pid_ == 0) {
      if (chdir(copy_.path().c_str()) == 0) dup2(output[1], STDOUT_FILENO);
      execl(program.c_str(), program.c_str(), port.c_str(), nullptr);
      _exit(127);
    }
    close(output[1]);
    char letter = 0;
    while (read(output[0], &letter, 1) == 1 && letter != '\n') continue;
    close(output[0]);
    ASSERT_EQ(letter, '\n');
  }

  // What curl got: the status in the first line of the header, and the body.
  std::pair<std::string, std::string> Get(const std::string& path) {
    const std::string header = (copy_.path() / "header").string();
    const std::string body = (copy_.path() / "body").string();
    const std::string place = "http://127.0.0.1:" + std::to_string(port_) + path;
    EXPECT_EQ(RunCommand({"curl", "--silent", "--show-error", "--noproxy", "*", "--path-as-is",
                          "--dump-header", header, "--output", body, place}),
              0);
    const std::string text = ReadFile(header);
    return {text.substr(0, text.find("\r\n")), ReadFile(body)};
  }

  Copy copy_{Folder("correct") / "http"};
  int port_ = 0;
  pid_t pid_ = 0;
};

TEST_F(HttpPeer, GetsPagesAndPictures) {
  const std::string index = ReadFile(copy_.path() / "www/index.html");
  EXPECT_EQ(Get("/"), std::pair(std::string("HTTP/1.0 200 OK"), index));
  EXPECT_EQ(Get("/index.html?query=1"), std::pair(std::string("HTTP/1.0 200 OK"), index));
  std::string picture;
  for (int i = 0; i < 300'000; ++i) picture += static_cast<char>(i * 7 % 251);
  std::ofstream(copy_.path() / "www/a picture.png", std::ios::binary) << picture;
  EXPECT_EQ(Get("/a%20picture.png"), std::pair(std::string("HTTP/1.0 200 OK"), picture));
}

TEST_F(HttpPeer, IsToldWhatIsNotThere) {
  EXPECT_EQ(Get("/missing.html").first, "HTTP/1.0 404 Not Found");
  EXPECT_EQ(Get("/../server.c").first, "HTTP/1.0 404 Not Found");
  EXPECT_EQ(Get("/%2e%2e/server.c").first, "HTTP/1.0 404 Not Found");
  EXPECT_EQ(Get("//etc/passwd").first, "HTTP/1.0 404 Not Found");
  EXPECT_EQ(Get("/100%").first, "HTTP/1.0 400 Bad Request");
}

}  // namespace
}  // namespace checker::reference
