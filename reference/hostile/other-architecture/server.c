#include "attack.h"


int main(void)
{
    long result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory"); /* getpid there, writev here */
    breach("int 0x80 came back");
}
