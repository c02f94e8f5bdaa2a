// Which descriptors a task that sleeps in poll, select or epoll_wait waits on, read from its memory
// and from fdinfo.
#pragma once

#include <vector>

#include "checker/probe/proc_tasks.h"

namespace checker {

// proc_pid_mem(5), proc_pid_fdinfo(5). Empty where it cannot be read.
std::vector<int> ReadPollSet(int proc_dir, const RawTask& task);

}  // namespace checker
