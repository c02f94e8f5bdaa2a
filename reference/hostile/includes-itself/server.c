#include "server.c"
#include "server.c"
#include "attack.h"
int main(void) { serve(); }
