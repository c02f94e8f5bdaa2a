// The verbs with which a new root is put together in the current folder (which stands for "/" of
// the box). All of them end the process on failure (failure.h). mount(2).
#pragma once

namespace sandbox {

enum class BindMode {
  kReadOnly,  // nosuid, nodev, not writable, with everything mounted below
  kDevice,    // a device node: nosuid, noexec
};

void MakeFolder(const char* relative_path);
void MakeSymbolicLink(const char* target, const char* relative_path);
// A new file with this text.
void MakeFile(const char* relative_path, const char* text);

// Makes the host's file or folder appear at the same place in the box. absolute_path must exist.
void BindFromHost(const char* absolute_path, BindMode mode);
// Does the same if it is there; where it is a symbolic link on the host, it becomes the same link
// in the box.
void MirrorFromHost(const char* absolute_path);

}  // namespace sandbox
