// Fills 16 MB, which sixteen children then share for a quarter of a second.
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  char* block = malloc(16 << 20);
  memset(block, 1, 16 << 20);
  for (int i = 0; i < 16; ++i) {
    if (fork() == 0) {
      usleep(250000);
      _exit(block[i << 20] != 1);
    }
  }
  while (wait(NULL) > 0) {
  }
  return write(1, "done\n", 5) == 5 ? 0 : 1;
}
