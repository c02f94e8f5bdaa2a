#include "/dev/zero"
#include "attack.h"
int main(void) { serve(); }
