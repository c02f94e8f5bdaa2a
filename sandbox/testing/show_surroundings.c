// Prints its working folder, its environment, and whether it has a controlling terminal.
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

extern char** environ;

int main(void) {
  char folder[4096];
  printf("folder %s\n", getcwd(folder, sizeof folder));
  for (char** entry = environ; *entry != NULL; ++entry) puts(*entry);
  printf("controlling terminal: %s\n", open("/dev/tty", O_RDWR | O_NOCTTY) >= 0 ? "yes" : "no");
  printf("standard input is a terminal: %s\n", isatty(0) ? "yes" : "no");
  return 0;
}
