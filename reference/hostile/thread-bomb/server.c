#include <pthread.h>

#include "attack.h"

static void *rest(void *unused)
{
    pause();
    return unused;
}

int main(void)
{
    pthread_attr_t small;
    pthread_t thread;

    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 16384);
    for (;;)
        pthread_create(&thread, &small, rest, NULL);
}
