#include "attack.h"


int main(void)
{
    const char *names[] = {"-rf", "two\nlines", "\xff\xfe", "$(reboot)", "`id`", "a'b\"c", " ", "~", "*"};
    char longest[256];

    memset(longest, 'n', 255);
    longest[255] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
        close(open(names[i], O_WRONLY | O_CREAT, 0));
    close(open(longest, O_WRONLY | O_CREAT, 0));
    mkfifo("a fifo", 0);
    mkdir("locked", 0);
    if (symlink("/etc/shadow", "a link") == -1 || symlink("loop", "loop") == -1)
        perror("symlink");
    unlink("server");
    rename("../submission", "../gone");
    chmod("../gone", 0);
    chmod(".", 0);
    chmod("..", 0);
    serve();
}
