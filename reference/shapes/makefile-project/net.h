#ifndef NET_H
#define NET_H

/* Returns a listening socket, or -1 after a message. */
int listen_on(int port);
/* Sends back what comes until end-of-file. */
void echo(int sock);

#endif
