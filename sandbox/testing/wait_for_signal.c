// Says "ready" and waits until a signal ends it; with an argument a child of its own does the same
// in its process group.
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  (void)argv;
  if (argc > 1) fork();
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
