#include "attack.h"


#include <mqueue.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(void)
{
    shmget(0x636865, 1 << 20, IPC_CREAT | 0666);
    shmget(IPC_PRIVATE, 1 << 20, 0600);
    semget(0x636865, 1, IPC_CREAT | 0666);
    msgget(0x636865, IPC_CREAT | 0666);
    close(shm_open("/checker-hostile", O_RDWR | O_CREAT, 0666));
    sem_open("/checker-hostile", O_CREAT, 0666, 1);
    mq_open("/checker-hostile", O_RDWR | O_CREAT, 0666, NULL);
    serve();
}
