// The network of a box: a loopback interface and nothing else, where every address is a local one.
//
// A server that binds the address of its author's laptop starts, and a connection to the world
// arrives in the box itself. No port needs a privilege.
#pragma once

namespace sandbox {

// To be called in a new network namespace, with CAP_NET_ADMIN in it. proc_dir: an O_DIRECTORY
// descriptor of its /proc. Ends the process on failure (failure.h).
void SetUpNetwork(int proc_dir);

}  // namespace sandbox
