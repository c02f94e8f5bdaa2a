// Boxes that nobody needs any more, while they are taken down: that takes the kernel some time, and
// the next server need not wait for it.
#pragma once

#include <vector>

#include "sandbox/launch/box.h"

namespace checker {

class EndingBoxes {
 public:
  EndingBoxes() = default;
  EndingBoxes(const EndingBoxes&) = delete;
  ~EndingBoxes() = default;  // waits for all

  // Everything in it is killed. Where it shares its network with others this waits for its end, for
  // the next server may need its port; and where a dozen have not ended yet, for the oldest of them.
  void Add(sandbox::Box box);
  void WaitForAll() { boxes_.clear(); }

 private:
  std::vector<sandbox::Box> boxes_;  // the oldest first
};

}  // namespace checker
