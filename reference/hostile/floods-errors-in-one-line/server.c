#include "attack.h"


int main(void)
{
    static char block[1 << 20];

    memset(block, 'y', sizeof block);
    for (int i = 0; i < 100; ++i)
        if (write(2, block, sizeof block) < 0)
            return 1;
    serve();
}
