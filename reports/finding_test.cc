#include "reports/finding.h"

#include <gtest/gtest.h>

namespace reports {
namespace {

using checker::EvidenceKind;
using checker::EvidenceLine;

std::string Texts(const std::vector<const EvidenceLine*>& lines) {
  std::string texts;
  for (const EvidenceLine* line : lines) texts += line->text + ";";
  return texts;
}

TEST(Evidence, WhereNotAllFitsWhatWasSeenOfTheServerComesBeforeWhatClientsDid) {
  const std::vector<EvidenceLine> evidence = {{.kind = EvidenceKind::kClient, .text = "connects"},
                                              {.kind = EvidenceKind::kSignal, .text = "SIGPIPE"},
                                              {.kind = EvidenceKind::kClient, .text = "leaves"},
                                              {.kind = EvidenceKind::kSocket, .text = "closed"},
                                              {.kind = EvidenceKind::kProcess, .text = "zombie"}};
  EXPECT_EQ(Texts(Telling(evidence, 5)), "connects;SIGPIPE;leaves;closed;zombie;");
  EXPECT_EQ(Texts(Telling(evidence, 4)), "connects;SIGPIPE;closed;zombie;");
  EXPECT_EQ(Texts(Telling(evidence, 2)), "SIGPIPE;zombie;");
}

}  // namespace
}  // namespace reports
