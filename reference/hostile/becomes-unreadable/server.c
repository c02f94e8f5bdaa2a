#include "attack.h"


int main(int argc, char **argv)
{
    if (argc < 2) {
        chmod("server", 0111);
        execl(argv[0], argv[0], "again", (char *)NULL);
    }
    serve();
}
