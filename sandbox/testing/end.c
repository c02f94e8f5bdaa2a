// end exit CODE | end signal NUMBER: ends in that way.
#include <signal.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
  int number = argc > 2 ? atoi(argv[2]) : 0;
  if (argc > 1 && strcmp(argv[1], "signal") == 0) raise(number);
  return number;
}
