#include "attack.h"


#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

int main(void)
{
    struct timespec past = {1, 0};
    struct timeval also = {1, 0};
    struct timex tick;

    memset(&tick, 0, sizeof tick);
    tick.modes = ADJ_TICK;
    tick.tick = 9000;
    REFUSED(clock_settime(CLOCK_REALTIME, &past));
    REFUSED(settimeofday(&also, NULL));
    REFUSED(adjtimex(&tick));
    serve();
}
