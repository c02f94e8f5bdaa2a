#include "checker/command_line/batch_progress.h"

#include <fmt/format.h>

#include <ostream>

#include "reports/layout.h"
#include "reports/report.h"

namespace checker {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestTrouble = 500;

std::string TimeLeft(double minutes) {
  if (minutes < 1.5) return fmt::format("about {:.0f} s left", minutes * 60);
  if (minutes < 90) return fmt::format("about {:.0f} min left", minutes);
  return fmt::format("about {:.1f} h left", minutes / 60);
}

}  // namespace

std::string BatchInWords(const BatchCounts& counts, milliseconds elapsed) {
  std::string words = fmt::format("{} of {} done, {} running, {} failed", counts.done(),
                                  counts.entries, counts.running, counts.failed);
  const int now = counts.graded + counts.failed;
  if (now == 0 || elapsed.count() == 0) return words;
  const double rate = now * 60'000.0 / static_cast<double>(elapsed.count());
  words += fmt::format(", {:.1f} a minute", rate);
  const int left = counts.entries - counts.done();
  return left == 0 ? words : words + ", " + TimeLeft(left / rate);
}

BatchProgress::BatchProgress(bool terminal, int width, std::ostream& out)
    : terminal_(terminal),
      line_(terminal ? ProgressLine::Mode::kLive : ProgressLine::Mode::kSilent, width, out),
      out_(out) {}

void BatchProgress::Show(const BatchCounts& counts) {
  const auto elapsed = std::chrono::steady_clock::now() - begin_;
  line_.Show(BatchInWords(counts, std::chrono::duration_cast<milliseconds>(elapsed)));
}

void BatchProgress::ShowEnd(const BatchCounts& counts, const std::string& name,
                            const std::string& trouble) {
  if (terminal_ && trouble.empty()) return;
  line_.Clear();
  const std::string shown = reports::OneLine(reports::Sanitized(name, kLongestName));
  const std::string why = reports::OneLine(reports::Sanitized(trouble, kLongestTrouble));
  out_ << fmt::format("[{}/{}] {}: {}\n", counts.done(), counts.entries, shown,
                      why.empty() ? "graded" : "infrastructure error: " + why)
       << std::flush;
}

}  // namespace checker
