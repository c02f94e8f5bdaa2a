#include "attack.h"


static char giant[1900000000];

int main(void)
{
    memset(giant, 1, sizeof giant);
    serve();
}
