#include "checker/build/source_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "checker/build/build_box.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr std::chrono::milliseconds kLongestReading{10'000};
// Of a longer text a box keeps head and tail only.
constexpr std::size_t kMostText = 128u << 10;
// In every box the working folder has this name.
constexpr std::string_view kWorkingFolder = "/submission/";

// $1: the program, $2: what to keep.
constexpr char kListCalls[] =
    "{ LC_ALL=C objdump -p -R -T \"$1\" 2>/dev/null; LC_ALL=C objdump -d --no-show-raw-insn "
    "\"$1\"; } | grep -E \"$2\"";

}  // namespace

// What the command printed; nullopt where it failed or printed too much.
Result<std::optional<std::string>> ProgramReader::Run(std::vector<std::string> argv) const {
  BuildCommand command{.argv = std::move(argv),
                       .source_folder = folder_,
                       .isolation = isolation_,
                       .longest = kLongestReading};
  auto box = BuildBox::Start(command);
  if (!box) return box.error();
  auto run = box->Wait();
  if (!run) return run.error();
  if (!run->ok || run->output.size() > kMostText) return std::optional<std::string>();
  return std::optional(std::move(run->output));
}

Result<std::optional<CallSites>> ProgramReader::ReadCalls() const {
  auto text = Run({"/bin/sh", "-c", kListCalls, "list-calls", "./" + program_, kRelevantLines});
  if (!text) return text.error();
  if (!*text) return std::optional<CallSites>();
  return std::optional(ReadCallSites(**text));
}

Result<std::vector<std::optional<SourceLine>>> ProgramReader::LinesOf(
    const std::vector<std::uint64_t>& addresses) const {
  std::vector<std::optional<SourceLine>> lines(addresses.size());
  if (addresses.empty()) return lines;
  std::vector<std::string> argv = {"addr2line", "-e", "./" + program_};
  for (const std::uint64_t address : addresses) argv.push_back(fmt::format("{:#x}", address));
  const auto text = Run(std::move(argv));
  if (!text) return text.error();
  std::string_view rest = *text ? std::string_view(**text) : std::string_view();
  if (static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n')) != lines.size())
    return lines;
  for (auto& line : lines) {
    line = ReadLine(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(rest.find('\n') + 1);
  }
  return lines;
}

// "/home/student/submission/server.c:94 (discriminator 2)".
std::optional<SourceLine> ProgramReader::ReadLine(std::string_view place) const {
  place = place.substr(0, place.rfind(" (discriminator "));
  const std::size_t folder = place.find(kWorkingFolder);
  const std::size_t colon = place.rfind(':');
  if (folder == place.npos || colon == place.npos) return std::nullopt;
  const std::size_t begin = folder + kWorkingFolder.size();
  if (colon < begin) return std::nullopt;
  SourceLine line{.file = std::string(place.substr(begin, colon - begin))};
  const auto [end, error] =
      std::from_chars(place.data() + colon + 1, place.data() + place.size(), line.line);
  if (error != std::errc() || end != place.data() + place.size() || line.line <= 0)
    return std::nullopt;
  const auto& files = submission_.other_files;
  const bool handed_in =
      std::find(files.begin(), files.end(), line.file) != files.end() ||
      std::any_of(submission_.sources.begin(), submission_.sources.end(),
                  [&line](const SourceFile& source) { return source.path == line.file; });
  return handed_in ? std::optional(line) : std::nullopt;
}

}  // namespace checker
