#include "attack.h"

int main(void)
{
    serve();
}
