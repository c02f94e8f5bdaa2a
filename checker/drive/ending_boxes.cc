#include "checker/drive/ending_boxes.h"

namespace checker {

void EndingBoxes::Add(sandbox::Box box) {
  constexpr std::size_t kMost = 12;
  if (!box.has_own_network()) return;
  box.BeginToEnd();
  std::erase_if(boxes_, [](const sandbox::Box& ending) { return ending.HasEnded(); });
  if (boxes_.size() == kMost) boxes_.erase(boxes_.begin());
  boxes_.push_back(std::move(box));
}

}  // namespace checker
