// A private copy of a folder: regular files, folders and symbolic links, with modes and
// modification times (make(1) looks at them). Symbolic links are copied, never followed; devices,
// sockets and FIFOs are left out.
#pragma once

namespace sandbox {

// Both are O_DIRECTORY descriptors. The copies belong to the calling process. Ends the process on
// failure (failure.h); the step names the file.
void CopyTree(int source_dir, int target_dir);

}  // namespace sandbox
