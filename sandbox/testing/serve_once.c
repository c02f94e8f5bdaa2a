// serve_once ADDRESS PORT [without-reuseaddr]: binds, says "ready", greets one client with "hello" and ends.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &address.sin_addr);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  int on = argc == 3;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr*)&address, sizeof address) < 0 || listen(listener, 5) < 0) {
    perror("bind");
    return 1;
  }
  puts("ready");
  fflush(stdout);
  int client = accept(listener, NULL, NULL);
  return write(client, "hello", 5) == 5 ? 0 : 1;
}
