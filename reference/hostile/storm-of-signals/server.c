#include "attack.h"


#include <sys/time.h>

static void on_alarm(int signal_number) { (void)signal_number; }

int main(void)
{
    struct sigaction action;
    struct itimerval often = {{0, 100}, {0, 100}};

    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    serve();
}
