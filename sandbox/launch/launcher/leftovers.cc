#include "sandbox/launch/launcher/leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "sandbox/launch/launcher/confinement.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/remove_tree.h"
#include "sandbox/os/deadline.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

constexpr std::chrono::seconds kBudget{5};

// The second number of each row: shmid, semid or msqid. proc(5), /proc/sysvipc.
std::vector<int> Ids(const char* table) {
  std::vector<int> ids;
  std::FILE* file = std::fopen(table, "re");
  if (file == nullptr) return ids;
  char line[512];
  int id = 0;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::sscanf(line, "%*d %d", &id) == 1) ids.push_back(id);
  }
  std::fclose(file);
  return ids;
}

// The kernel lets only their owner remove them: those of others stay.
void RemoveSystemVObjects() {
  for (int id : Ids("/proc/sysvipc/shm")) shmctl(id, IPC_RMID, nullptr);
  for (int id : Ids("/proc/sysvipc/sem")) semctl(id, 0, IPC_RMID);
  for (int id : Ids("/proc/sysvipc/msg")) msgctl(id, IPC_RMID, nullptr);
}

void RemoveFilesIn(const char* folder, uid_t user) {
  DIR* dir = opendir(folder);
  if (dir == nullptr) return;
  std::vector<std::string> paths;
  while (dirent* entry = readdir(dir)) {
    struct stat info;
    if (fstatat(dirfd(dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_uid == user)
      paths.push_back(std::string(folder) + "/" + entry->d_name);
  }
  closedir(dir);
  for (const std::string& path : paths) {
    if (unlink(path.c_str()) != 0) RemoveTree(path);
  }
}

[[noreturn]] void RemoveAll(uid_t user) {
  SetFailureReport(-1);
  DropIdentity(user);
  RemoveSystemVObjects();
  for (const char* folder : {"/dev/shm", "/dev/mqueue", "/tmp", "/var/tmp", "/run/lock"})
    RemoveFilesIn(folder, user);
  _exit(0);
}

}  // namespace

void RemoveLeftovers(uid_t user) {
  pid_t remover = fork();
  if (remover == 0) RemoveAll(user);
  if (remover < 0) return;
  UniqueFd pidfd = OpenPidfd(remover);
  if (WaitForChild(pidfd.get(), Deadline::After(kBudget))) return;
  SendSignal(pidfd.get(), SIGKILL);
  WaitForChild(pidfd.get(), Deadline::After(kBudget));
}

}  // namespace sandbox
