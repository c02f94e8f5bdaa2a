// A process that is somebody else every few microseconds: forks, and the parent ends. The first
// says "ready".
#include <unistd.h>

int main(void) {
  if (write(1, "ready\n", 6) < 0) return 1;
  for (;;) {
    pid_t child = fork();
    if (child > 0) _exit(0);
    if (child == 0) setsid();
  }
}
