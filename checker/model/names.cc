// The words that the score report uses for each enumerator.
#include "checker/model/check.h"
#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

const char* Name(Design design) {
  switch (design) {
    case Design::kUnknown: return "unknown";
    case Design::kFork: return "fork";
    case Design::kPrefork: return "prefork";
    case Design::kThreads: return "threads";
    case Design::kThreadPool: return "thread-pool";
    case Design::kEventLoop: return "event-loop";
    case Design::kIterative: return "iterative";
  }
  CHECK_INVARIANT(false);
}

const char* Name(PortSource source) {
  switch (source) {
    case PortSource::kUnknown: return "unknown";
    case PortSource::kArgument: return "argument";
    case PortSource::kFixed: return "fixed";
    case PortSource::kPrompt: return "prompt";
    case PortSource::kEphemeral: return "ephemeral";
    case PortSource::kAssignment: return "assignment";
    case PortSource::kByteOrder: return "byte_order";
    case PortSource::kRandomAfterFailedBind: return "random_after_failed_bind";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Speaker speaker) {
  switch (speaker) {
    case Speaker::kUnknown: return "unknown";
    case Speaker::kClient: return "client";
    case Speaker::kServer: return "server";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Reply reply) {
  switch (reply) {
    case Reply::kUnknown: return "unknown";
    case Reply::kNone: return "none";
    case Reply::kEcho: return "echo";
    case Reply::kUpper: return "upper";
    case Reply::kFixed: return "fixed";
    case Reply::kOperator: return "operator";
    case Reply::kHttp: return "http";
    case Reply::kOther: return "other";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Ends ends) {
  switch (ends) {
    case Ends::kUnknown: return "unknown";
    case Ends::kOne: return "one";
    case Ends::kEof: return "eof";
    case Ends::kKeyword: return "keyword";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Framing framing) {
  switch (framing) {
    case Framing::kUnknown: return "unknown";
    case Framing::kRead: return "read";
    case Framing::kLf: return "lf";
    case Framing::kCrLf: return "crlf";
    case Framing::kNul: return "nul";
    case Framing::kFixed: return "fixed";
    case Framing::kLength: return "length";
    case Framing::kEof: return "eof";
  }
  CHECK_INVARIANT(false);
}

const char* Name(LearnedFrom source) {
  switch (source) {
    case LearnedFrom::kUnknown: return "unknown";
    case LearnedFrom::kProbes: return "probes";
    case LearnedFrom::kOwnClient: return "own_client";
  }
  CHECK_INVARIANT(false);
}

std::string EndOfMessage(Framing framing) {
  switch (framing) {
    case Framing::kLf: return "\n";
    case Framing::kCrLf: return "\r\n";
    case Framing::kNul: return std::string(1, '\0');
    default: return "";
  }
}

const char* Name(Need need) {
  switch (need) {
    case Need::kHeldClient: return "held-client";
    case Need::kReply: return "reply";
    case Need::kNonceReply: return "nonce-reply";
    case Need::kClientSpeaks: return "client-speaks";
    case Need::kEcho: return "echo";
    case Need::kOperator: return "operator";
    case Need::kSpeech: return "speech";
    case Need::kSureReply: return "sure-reply";
    case Need::kFurtherMessages: return "further-messages";
    case Need::kMessageEnd: return "message-end";
    case Need::kAnyLength: return "any-length";
    case Need::kEndWord: return "end-word";
    case Need::kEnd: return "end";
    case Need::kHalfDuplex: return "half-duplex";
    case Need::kFullDuplex: return "full-duplex";
    case Need::kClientStream: return "client-stream";
    case Need::kServerStream: return "server-stream";
    case Need::kPortOfItsOwn: return "port-of-its-own";
    case Need::kArguments: return "arguments";
    case Need::kOwnDialogue: return "own-dialogue";
    case Need::kHttp: return "http";
    case Need::kHttpFiles: return "http-files";
    case Need::kChatRoom: return "chat-room";
    case Need::kAuction: return "auction";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass: return "pass";
    case Outcome::kFail: return "fail";
    case Outcome::kUnresolved: return "unresolved";
    case Outcome::kUntested: return "untested";
    case Outcome::kUnsupported: return "unsupported";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Proof proof) {
  switch (proof) {
    case Proof::kState: return "state";
    case Proof::kEvent: return "event";
    case Proof::kTimed: return "timed";
    case Proof::kStatistical: return "statistical";
  }
  CHECK_INVARIANT(false);
}

const char* Name(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::kProcess: return "process";
    case EvidenceKind::kDescriptor: return "descriptor";
    case EvidenceKind::kSocket: return "socket";
    case EvidenceKind::kCall: return "call";
    case EvidenceKind::kClient: return "client";
    case EvidenceKind::kSignal: return "signal";
    case EvidenceKind::kOutput: return "output";
  }
  CHECK_INVARIANT(false);
}

const char* Name(BuildStatus status) {
  switch (status) {
    case BuildStatus::kOk: return "ok";
    case BuildStatus::kFailed: return "failed";
    case BuildStatus::kSkipped: return "skipped";
  }
  CHECK_INVARIANT(false);
}

const char* Name(Feedback feedback) {
  switch (feedback) {
    case Feedback::kFull: return "full";
    case Feedback::kOutcome: return "outcome";
    case Feedback::kNothing: return "nothing";
  }
  CHECK_INVARIANT(false);
}

const char* Name(ProcessRole role) {
  switch (role) {
    case ProcessRole::kServer: return "server";
    case ProcessRole::kChild: return "child";
    case ProcessRole::kThread: return "thread";
    case ProcessRole::kWorker: return "worker";
  }
  CHECK_INVARIANT(false);
}

}  // namespace checker
