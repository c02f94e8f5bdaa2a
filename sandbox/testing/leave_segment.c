// leave_segment SIZE: makes a shared segment and leaves it.
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

int main(int argc, char** argv) {
  return argc < 2 || shmget(IPC_PRIVATE, strtoul(argv[1], NULL, 10), 0600) < 0;
}
