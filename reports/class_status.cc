#include "reports/class_status.h"

#include "reports/score_in_words.h"

namespace reports {

const char* StatusOf(const checker::ClassMember& member) {
  if (member.standing == checker::Standing::kMissing) return "missing";
  if (member.standing == checker::Standing::kFailed) return "error";
  return StatusWord(member.score);
}

}  // namespace reports
