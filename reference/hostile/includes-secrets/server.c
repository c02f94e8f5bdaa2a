#include "target.h"
#include SECRET
#include "/etc/shadow"
#include "/root/.bash_history"
#include "attack.h"
int main(void) { serve(); }
