#include "attack.h"


static int become(const char *const argv[])
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int main(void)
{
    REFUSED(become((const char *const[]){"su", "-c", "id", NULL}));
    REFUSED(become((const char *const[]){"sudo", "-n", "id", NULL}));
    REFUSED(become((const char *const[]){"mount", "-t", "tmpfs", "none", "/tmp", NULL}));
    REFUSED(become((const char *const[]){"unshare", "-Ur", "true", NULL}));
    REFUSED(become((const char *const[]){"newuidmap", "1", "0", "0", "1", NULL}));
    REFUSED(become((const char *const[]){"setpriv", "--reuid=0", "true", NULL}));
    chmod("server.c", 06755);
    REFUSED(setuid(0));
    REFUSED(setgid(0));
    REFUSED(setresuid(0, 0, 0));
    serve();
}
