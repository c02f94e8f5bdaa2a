// connect_to ADDRESS PORT: prints "connected" or the reason.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &address.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int connected = connect(fd, (struct sockaddr*)&address, sizeof address) == 0;
  puts(connected ? "connected" : strerror(errno));
  return 0;
}
