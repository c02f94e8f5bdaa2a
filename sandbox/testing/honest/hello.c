#include <pthread.h>
#include <stdio.h>

static void* Greet(void* greeting) {
  puts(greeting);
  return NULL;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Greet, "hello");
  pthread_join(thread, NULL);
  return 0;
}
