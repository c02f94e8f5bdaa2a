#include "attack.h"


#include <stddef.h>
#include <sys/un.h>

static int reach(const char *name, size_t length)
{
    struct sockaddr_un address;
    int sock = socket(AF_UNIX, SOCK_STREAM, 0);

    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name, length);
    int result = connect(sock, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    close(sock);
    return result;
}

int main(void)
{
    const char *paths[] = {SOCKET, "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private",
        "/run/user/0/bus", "/tmp/.X11-unix/X0"};

    for (int i = 0; i < 6; ++i)
        REFUSED(reach(paths[i], strlen(paths[i]) + 1));
    REFUSED(reach("\0" ABSTRACT, sizeof "\0" ABSTRACT - 1));
    serve();
}
