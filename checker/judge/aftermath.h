// Judges what SeeAftermath (checker/drive/aftermath.h) recorded.
#pragma once

#include <optional>
#include <string>

#include "checker/model/evidence.h"
#include "checker/model/verdict.h"

namespace checker {

// nullopt where the misfortune cost the server nothing but that client, or was not tried.
// misfortune: "a client had reset its connection right after accept()".
std::optional<Verdict> JudgeAftermath(const Evidence& evidence, const std::string& label,
                                      const std::string& misfortune);

// A process ended by a signal that only a mistake in the program raises: SIGSEGV, SIGBUS, SIGILL,
// SIGFPE, SIGABRT.
bool IsCrash(int exit_status);

// A fail if some process of the server crashed. The exercise traces, counts each success of Trace()
// as "traced" (0 or 1), and remembers the moment `label` afterwards; misfortune as above.
std::optional<Verdict> FailIfCrashed(const Evidence& evidence, const std::string& label,
                                     const std::string& misfortune);

// Whether the ends of all processes were recorded, or none but the server itself could end by a
// crash.
bool SawEveryExit(const Evidence& evidence);

}  // namespace checker
