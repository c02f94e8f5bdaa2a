#include "sandbox/launch/launcher/box_etc.h"

#include <dirent.h>

#include <cstring>
#include <string>

#include "sandbox/launch/launcher/box_mounts.h"

namespace sandbox {
namespace {

// Java keeps its configuration in a folder with its version in the name, and does not start without
// it.
void MirrorJavaConfiguration() {
  DIR* etc = opendir("/etc");
  if (etc == nullptr) return;
  while (dirent* entry = readdir(etc)) {
    if (std::strncmp(entry->d_name, "java", 4) == 0)
      MirrorFromHost((std::string("/etc/") + entry->d_name).c_str());
  }
  closedir(etc);
}

}  // namespace

void MakeEtc() {
  static_assert(kBoxUser == 1000, "the files below say 1000");
  MakeFolder("etc");
  MakeFile("etc/passwd",
           "root:x:0:0:root:/:/usr/sbin/nologin\n"
           "student:x:1000:1000:student:/home/student:/bin/sh\n"
           "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n");
  MakeFile("etc/group", "root:x:0:\nstudent:x:1000:\nnogroup:x:65534:\n");
  MakeFile("etc/hosts",
           "127.0.0.1 localhost box\n"
           "::1 localhost ip6-localhost ip6-loopback\n");
  MakeFile("etc/nsswitch.conf",
           "passwd: files\ngroup: files\nshadow: files\nhosts: files\nnetworks: files\n"
           "protocols: files\nservices: files\n");
  MakeFile("etc/host.conf", "multi on\n");
  for (const char* path :
       {"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
        "/etc/services", "/etc/protocols", "/etc/localtime"}) {
    MirrorFromHost(path);
  }
  MirrorJavaConfiguration();
}

}  // namespace sandbox
