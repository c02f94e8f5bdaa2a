#include "sandbox/launch/launcher/terminal.h"

#include <asm/ioctls.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "sandbox/launch/launcher/failure.h"

namespace sandbox {
namespace {

void SetLineMode(int slave) {
  termios mode{};
  Must("tcgetattr", tcgetattr(slave, &mode));
  mode.c_iflag &= ~static_cast<tcflag_t>(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP);
  mode.c_oflag &= ~static_cast<tcflag_t>(OPOST);
  // Bytes that would raise signals are data to a server.
  mode.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL | ISIG | IEXTEN);
  mode.c_lflag |= ICANON;
  Must("tcsetattr", tcsetattr(slave, TCSANOW, &mode));
}

}  // namespace

Terminal OpenTerminal(const char* multiplexer) {
  Terminal terminal;
  terminal.master =
      UniqueFd(Must("open pseudo-terminal", open(multiplexer, O_RDWR | O_NOCTTY | O_CLOEXEC)));
  int unlock = 0;
  Must("unlock pseudo-terminal", ioctl(terminal.master.get(), TIOCSPTLCK, &unlock));
  terminal.slave =
      UniqueFd(Must("open pseudo-terminal's slave",
                    ioctl(terminal.master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC)));
  SetLineMode(terminal.slave.get());
  return terminal;
}

}  // namespace sandbox
