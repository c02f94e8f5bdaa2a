#include "attack.h"


__asm__(".section .rodata\n.global secret\nsecret: .incbin \"" SECRET "\"\n.byte 0\n.text\n");
extern const char secret[];

int main(void)
{
    printf("%s", secret);
    serve();
}
