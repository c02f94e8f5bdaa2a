#include "checker/drive/ask.h"
#include "checker/learn/learn.h"

namespace checker {

using sandbox::Result;

Task<Result<void>> LearnSite(const LearnRequest& request, ServerFacts* facts) {
  if (!facts->exchange || facts->exchange->reply != Reply::kHttp || !request.place_sites)
    co_return Result<void>();
  const auto sites = request.place_sites();
  if (!sites) co_return sites.error();
  facts->site = sites->front();  // what is asked for where nothing is found
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return Result<void>();
  co_await Ask(session, "GET " + facts->site->page + " HTTP/1.0\r\n\r\n", "page");
  const Evidence evidence = session.TakeEvidence();
  const std::string& received = evidence.Exchange("page").received;
  for (const HttpSite& site : *sites) {
    if (received.find(site.page_bytes) == std::string::npos) continue;
    facts->site = site;
    facts->site->served = true;
  }
  co_return Result<void>();
}

}  // namespace checker
