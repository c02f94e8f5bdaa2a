// Every process forks for ever, in a session of its own, ignoring signals. Says "full" when it can
// fork no more.
#include <signal.h>
#include <unistd.h>

int main(void) {
  for (int signal_number = 1; signal_number < 32; ++signal_number) signal(signal_number, SIG_IGN);
  for (;;) {
    pid_t child = fork();
    if (child == 0) setsid();
    if (child < 0) {
      if (write(1, "full\n", 5) < 0) return 1;
      for (;;) pause();
    }
  }
}
