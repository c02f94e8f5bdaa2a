// Echo server in C++: a detached std::thread for each client.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>

class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}
  ~Connection() { close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool Receive(std::string& text) {
    char buffer[2048];
    const ssize_t n = recv(fd_, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    text.assign(buffer, n);
    return true;
  }

  bool Send(const std::string& text) {
    for (size_t sent = 0; sent < text.size();) {
      const ssize_t n = send(fd_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n < 0) return false;
      sent += n;
    }
    return true;
  }

 private:
  int fd_;
};

void Serve(int fd) {
  Connection connection(fd);
  std::string text;
  while (connection.Receive(text) && connection.Send(text)) {
  }
}

int main() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  address.sin_port = htons(5501);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) < 0 ||
      listen(listener, 10) < 0) {
    std::cerr << "cannot listen: " << std::strerror(errno) << std::endl;
    return 1;
  }
  std::cout << "ready" << std::endl;
  while (true) {
    const int fd = accept(listener, nullptr, nullptr);
    if (fd < 0) {
      if (errno != EINTR && errno != ECONNABORTED) sleep(1);
      continue;
    }
    try {
      std::thread(Serve, fd).detach();
    } catch (const std::system_error& error) {
      std::cerr << error.what() << std::endl;
      close(fd);
    }
  }
}
