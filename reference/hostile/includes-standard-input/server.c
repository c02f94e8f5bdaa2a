#include "/dev/stdin"
#include "/dev/fd/0"
#include "/dev/tty"
#include "attack.h"
int main(void) { serve(); }
