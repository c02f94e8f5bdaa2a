// Says "ready", then reports each read of standard input in a line: "read N: TEXT". Ends after
// three reads of nothing.
#include <stdio.h>
#include <unistd.h>

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  for (int empty = 0; empty < 3;) {
    char text[4096];
    ssize_t size = read(0, text, sizeof text - 1);
    if (size < 0) {
      perror("read");
      return 1;
    }
    if (size == 0) ++empty;
    text[size] = '\0';
    printf("read %zd: %s%s", size, text, size > 0 && text[size - 1] == '\n' ? "" : "\n");
  }
  return 0;
}
