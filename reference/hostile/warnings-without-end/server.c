#define W _Pragma("message \"\x1b[31m::error::\"") int unused = "x" + "y";
#define X W W W W W W W W W W
#define Y X X X X X X X X X X
#define Z Y Y Y Y Y Y Y Y Y Y
#include "attack.h"
int main(void) { Z Z Z Z Z serve(); }
