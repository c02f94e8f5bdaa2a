// Writes files of 1 MB into its working folder until that fails; prints how many were whole.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  static char block[1 << 20];
  memset(block, 'x', sizeof block);
  for (int i = 0;; ++i) {
    char name[32];
    snprintf(name, sizeof name, "file-%d", i);
    int fd = open(name, O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || write(fd, block, sizeof block) != (ssize_t)sizeof block) {
      printf("%d\n", i);
      return 0;
    }
    close(fd);
  }
}
