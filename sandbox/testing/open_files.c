// Tries to open each path in its arguments: one line each, "PATH: open" or "PATH: REASON".
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    int fd = open(argv[i], O_RDONLY | O_NONBLOCK);
    printf("%s: %s\n", argv[i], fd >= 0 ? "open" : strerror(errno));
  }
  return 0;
}
