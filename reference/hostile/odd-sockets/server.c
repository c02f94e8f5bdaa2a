#include "attack.h"


int main(void)
{
    int families[] = {3, 4, 5, 6, 9, 12, 15, 17, 18, 21, 29, 30, 31, 32, 35, 36, 38, 39, 40, 41, 43, 44};

    for (size_t i = 0; i < sizeof families / sizeof families[0]; ++i) {
        REFUSED(socket(families[i], SOCK_STREAM, 0));
        REFUSED(socket(families[i], SOCK_DGRAM, 0));
        REFUSED(socket(families[i], SOCK_RAW, 0));
        REFUSED(socket(families[i], SOCK_SEQPACKET, 0));
    }
    REFUSED(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    REFUSED(socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    REFUSED(socket(AF_INET, SOCK_PACKET, 3));
    REFUSED(socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
    for (int protocol = 1; protocol < 32; ++protocol) /* all netlink families but routes */
        REFUSED(socket(AF_NETLINK, SOCK_RAW, protocol));
    serve();
}
