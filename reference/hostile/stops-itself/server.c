#include "attack.h"


int main(void)
{
    raise(SIGSTOP);
    serve();
}
