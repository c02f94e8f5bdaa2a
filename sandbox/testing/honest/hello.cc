#include <iostream>
#include <thread>

int main() {
  std::thread([] { std::cout << "hello\n"; }).join();
}
