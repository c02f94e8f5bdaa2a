// START HERE to write a check: the only header that testcases/ includes.
//
// A check is one file that defines
//
//   Task<void> Exercise(Session& session);      // drives the server and records; decides nothing
//   Verdict Judge(const Evidence& evidence);    // pure: no clock, no kernel, no network
//   const Check kCheck{.id = ..., ...};
//   const Registered kRegistered(kCheck);
//
// Its id is the file's path under testcases/ without ".cc"; what `checker explain` teaches stands
// beside it, in ".md". Session (checker/drive/session.h) has the verbs, Observation and Evidence
// (checker/model/) what was seen, checker/judge/ the sentences that verdicts share.
#pragma once

#include "checker/drive/abort_accept.h"
#include "checker/drive/aftermath.h"
#include "checker/drive/ask.h"
#include "checker/drive/bidding.h"
#include "checker/drive/chat.h"
#include "checker/drive/client_dialogue.h"
#include "checker/drive/client_session.h"
#include "checker/drive/live_server.h"
#include "checker/drive/message.h"
#include "checker/drive/nonce.h"
#include "checker/drive/ordered_burst.h"
#include "checker/drive/server_held_back.h"
#include "checker/drive/process_memory.h"
#include "checker/drive/session.h"
#include "checker/drive/stuck_server.h"
#include "checker/judge/aftermath.h"
#include "checker/judge/auction_history.h"
#include "checker/judge/chat_history.h"
#include "checker/judge/client_sentences.h"
#include "checker/judge/http_response.h"
#include "checker/judge/ignored_end.h"
#include "checker/judge/replies.h"
#include "checker/judge/sanitizer_report.h"
#include "checker/judge/sentences.h"
#include "checker/model/catalogue.h"
#include "checker/model/check.h"
