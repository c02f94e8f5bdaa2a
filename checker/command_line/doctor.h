// How well this machine can isolate a submission, layer by layer, and what would make it better.
#pragma once

#include <iosfwd>

#include "checker/command_line/host_facts.h"
#include "sandbox/launch/isolation.h"

namespace checker {

void WriteDiagnosis(const sandbox::Isolation& isolation, const HostFacts& host, std::ostream& out);

// {level, layers: [{name, on, probe, means, remedy}]}; remedy is null where the layer is on.
void WriteDiagnosisJson(const sandbox::Isolation& isolation, const HostFacts& host,
                        std::ostream& out);

}  // namespace checker
