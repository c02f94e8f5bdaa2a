/* What client and server say to each other: records of one size. */
#include <stdint.h>

enum { LOGIN = 1, SAY = 2, REPLY = 3 };

struct record {
    uint32_t operation; /* in network byte order */
    char text[60];      /* ends with '\0' */
};
