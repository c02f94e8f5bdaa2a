#include "attack.h"


#include <time.h>

int main(void)
{
    pid_t above[8];
    int count = ancestors(above, 8), ends[2];
    struct sigevent event;
    timer_t timer;

    if (pipe(ends) == -1)
        return 1;
    for (int i = 0; i < count; ++i) {
        fcntl(ends[0], F_SETOWN, above[i]);
        fcntl(ends[0], F_SETSIG, SIGKILL);
        fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK);
        if (write(ends[1], "x", 1) < 0)
            return 1;
        memset(&event, 0, sizeof event);
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGKILL;
        event._sigev_un._tid = above[i];
        REFUSED(timer_create(CLOCK_MONOTONIC, &event, &timer));
    }
    close(ends[0]);
    close(ends[1]);
    prctl(PR_SET_PDEATHSIG, 0);
    serve();
}
