// Starts a child that ends with code 7 once its parent has ended with code 0.
#include <unistd.h>

int main(void) {
  int ends[2];
  char byte;
  if (pipe(ends) < 0) return 1;
  if (fork() == 0) {
    close(ends[1]);
    read(ends[0], &byte, 1);  // returns when the parent's end is closed
    _exit(7);
  }
  return 0;
}
