// The folders of a batch -> what is to be graded in them.
#pragma once

#include <string>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

struct Entry {
  std::string name;  // unique in the batch, and a file's name
  std::string path;  // absolute
};

// Everything in the folders but what is hidden, and but `out`, where the reports go: each folder
// and each file is a submission. Sorted by name. An Error means exit 64: no folder, or one name
// twice.
sandbox::Result<std::vector<Entry>> EntriesOf(const std::vector<std::string>& folders,
                                              const std::string& out);

// What tells whether a submission has changed: SHA-256 of what is read of it; "" where more is
// there than a submission may have.
sandbox::Result<std::string> DigestOf(const Entry& entry);

}  // namespace checker
