// Ends at once and leaves a process in a session of its own, which ignores what it can and says
// "ready".
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  if (fork() != 0) return 0;
  setsid();
  if (fork() != 0) return 0;
  for (int signal_number = 1; signal_number < 32; ++signal_number) signal(signal_number, SIG_IGN);
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
