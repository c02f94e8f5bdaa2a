#include "checker/model/evidence.h"

#include <algorithm>

namespace checker {
namespace {

template <typename Items>
auto FindLabel(const Items& items, std::string_view label) {
  return std::find_if(items.begin(), items.end(),
                      [label](const auto& item) { return item.label == label; });
}

}  // namespace

bool ExitSeen::Holds(Target::Kind kind) const {
  return std::any_of(descriptors.begin(), descriptors.end(),
                     [kind](const DescriptorSeen& seen) { return seen.target.kind == kind; });
}

std::vector<int> ExitSeen::Clients() const {
  std::vector<int> clients;
  for (const DescriptorSeen& seen : descriptors) {
    const int client = seen.target.client % kPartner;
    const bool known = std::find(clients.begin(), clients.end(), client) != clients.end();
    if (seen.target.kind == Target::Kind::kClient && !known) clients.push_back(client);
  }
  return clients;
}

const Observation& Evidence::At(std::string_view label) const {
  auto found = FindLabel(moments, label);
  if (found == moments.end()) throw MissingEvidence(label);
  return found->seen;
}

const ExchangeSeen& Evidence::Exchange(std::string_view label) const {
  auto found = FindLabel(exchanges, label);
  if (found == exchanges.end()) throw MissingEvidence(label);
  return *found;
}

bool Evidence::Has(std::string_view label) const {
  return FindLabel(moments, label) != moments.end() ||
         FindLabel(exchanges, label) != exchanges.end();
}

std::int64_t Evidence::Number(std::string_view label) const {
  auto found = std::find_if(numbers.begin(), numbers.end(),
                            [label](const auto& number) { return number.first == label; });
  if (found == numbers.end()) throw MissingEvidence(label);
  return found->second;
}

}  // namespace checker
