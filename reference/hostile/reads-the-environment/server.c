#include "attack.h"


extern char **environ;

int main(void)
{
    char path[64], text[65536];

    for (char **entry = environ; *entry != NULL; ++entry)
        if (strstr(*entry, TOKEN) != NULL)
            breach("the environment");
    for (int pid = 1; pid < 32768; ++pid) {
        for (int i = 0; i < 2; ++i) {
            snprintf(path, sizeof path, "/proc/%d/%s", pid, i == 0 ? "environ" : "cmdline");
            int file = open(path, O_RDONLY);
            ssize_t size = file < 0 ? -1 : read(file, text, sizeof text - 1);
            if (file >= 0)
                close(file);
            if (size > 0 && memmem(text, (size_t)size, TOKEN, strlen(TOKEN)) != NULL)
                breach(path);
        }
    }
    serve();
}
