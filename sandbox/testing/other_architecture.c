// Makes a system call of the 32-bit architecture: getpid by int 0x80.
#include <stdio.h>

int main(void) {
#if defined(__x86_64__)
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20l) : "memory");
  printf("%ld\n", result);
#endif
  return 0;
}
