// Tries to create a file in each folder in its arguments: one line each, "FOLDER: created" or
// "FOLDER: REASON".
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    char path[4096];
    snprintf(path, sizeof path, "%s/created-by-program", argv[i]);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    printf("%s: %s\n", argv[i], fd >= 0 ? "created" : strerror(errno));
  }
  return 0;
}
