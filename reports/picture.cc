#include "reports/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace reports {
namespace {

using checker::ProcessLife;
using checker::ProcessRole;
using checker::ScoreReport;
using checker::TimelineEvent;
using Kind = PictureBar::Kind;

constexpr std::size_t kMostEvents = 120;
constexpr std::size_t kMostProcesses = 16;
constexpr int kLabels = 148;  // width of the labels' column
constexpr int kNarrowColumn = 64;
constexpr int kWideColumn = 104;
constexpr int kWidth = 1120;  // what columns may take before they get narrow
constexpr int kRoomForWords = 80;
constexpr int kMarkStep = 13;  // between marks in one column
constexpr int kHead = 30;      // above the lanes
constexpr int kLifeHeight = 20;
constexpr int kRowHeight = 18;
constexpr int kLaneGap = 8;

// A descriptor that a process holds from one column to another.
struct Holding {
  int pid = 0;
  int fd = 0;
  int client = 0;  // 0: a listening socket
  int from = 0;
  int until = 0;
  bool ends = false;
};

struct Life {
  const ProcessLife* process = nullptr;
  int from = 0;
  std::optional<int> ended;
  std::optional<int> reaped;
};

class Layout {
 public:
  explicit Layout(const ScoreReport& report) : report_(report) {}

  Picture Made() {
    events_.assign(report_.timeline.begin(),
                   report_.timeline.begin() +
                       static_cast<std::ptrdiff_t>(std::min(report_.timeline.size(), kMostEvents)));
    if (events_.empty()) return {};
    picture_.left_out = static_cast<int>(report_.timeline.size() - events_.size());
    picture_.lanes_from = kLabels;
    MakeColumns();
    MakeLives();
    MakeHoldings();
    y_ = kHead;
    DrawClients();
    for (const Life& life : lives_) DrawProcess(life);
    DrawMarks();
    picture_.width = EndX() + kLaneGap;
    picture_.height = y_;
    return std::move(picture_);
  }

 private:
  int columns() const { return static_cast<int>(picture_.columns.size()); }
  int X(int column) const { return kLabels + column * column_width_; }
  int EndX() const { return X(columns()); }

  // A new column begins with a later look, and with what a client does after the server did
  // something.
  void MakeColumns() {
    const TimelineEvent* last = nullptr;
    for (const TimelineEvent& event : events_) {
      const bool later = last == nullptr || event.at_ms != last->at_ms;
      if (later || (event.pid == 0 && last->pid != 0)) {
        picture_.columns.push_back({0, event.at_ms});
      }
      column_.push_back(columns() - 1);
      last = &event;
    }
    column_width_ = std::clamp((kWidth - kLabels) / columns(), kNarrowColumn, kWideColumn);
    for (int i = 0; i < columns(); ++i) picture_.columns[static_cast<std::size_t>(i)].x = X(i);
  }

  int FirstColumnFrom(int at_ms) const {
    for (int i = 0; i < columns(); ++i) {
      if (picture_.columns[static_cast<std::size_t>(i)].at_ms >= at_ms) return i;
    }
    return columns() - 1;
  }

  // The column of the next event of this kind that the process is the next to answer to.
  int ColumnOf(std::initializer_list<const char*> kinds, int pid, int at_ms) {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const TimelineEvent& event = events_[i];
      const bool kind = std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end();
      if (!kind || event.pid != pid || event.at_ms != at_ms || !used_.insert(i).second) continue;
      return column_[i];
    }
    return FirstColumnFrom(at_ms);
  }

  void MakeLives() {
    for (const ProcessLife& process : report_.processes) {
      if (lives_.size() == kMostProcesses) {
        ++picture_.left_out;
        continue;
      }
      Life life{.process = &process};
      const bool first = lives_.empty();
      life.from = first ? 0 : ColumnOf({"fork", "clone"}, process.parent, process.born_ms);
      if (process.ended_ms) life.ended = ColumnOf({"exit"}, process.tid, *process.ended_ms);
      if (process.reaped_ms) life.reaped = ColumnOf({"reap"}, process.parent, *process.reaped_ms);
      lives_.push_back(life);
    }
  }

  int EndOf(int pid) const {
    for (const Life& life : lives_) {
      if (life.process->tid == pid && life.ended) return *life.ended;
    }
    return columns();
  }

  void MakeHoldings() {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const TimelineEvent& event = events_[i];
      if (event.pid == 0 || !event.fd) continue;
      if (event.kind == "open" || event.kind == "accept") {
        holdings_.push_back(
            {event.pid, *event.fd, event.client.value_or(0), column_[i], EndOf(event.pid), false});
        holdings_.back().ends = EndOf(event.pid) < columns();
      } else if (event.kind == "close") {
        End(event, column_[i]);
      }
    }
  }

  void End(const TimelineEvent& event, int column) {
    for (auto holding = holdings_.rbegin(); holding != holdings_.rend(); ++holding) {
      if (holding->pid != event.pid || holding->fd != *event.fd) continue;
      holding->until = std::min(holding->until, column);
      holding->ends = true;
      return;
    }
  }

  std::optional<int> ClientColumn(int client, const char* kind) const {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const TimelineEvent& event = events_[i];
      if (event.pid == 0 && event.client == client && event.kind == kind) return column_[i];
    }
    return std::nullopt;
  }

  void Bar(Kind kind, int from, int until, int y, int height, bool ends, std::string label,
           std::string words) {
    const int end = std::min(until, columns());
    // What begins and ends between the same two looks is still to be seen.
    int width = std::max(end - from, 0) * column_width_ + (ends ? column_width_ / 2 : 0);
    width = std::min(width, EndX() - X(from));
    if (width < kRoomForWords) label.resize(std::min(label.size(), label.find(':')));
    picture_.bars.push_back(
        {kind, X(from), y, width, height, std::move(label), std::move(words), ends});
  }

  void Lane(int top, int height, std::string label) {
    picture_.lanes.push_back({top, height, std::move(label)});
  }

  void DrawClients() {
    std::set<int> clients;
    for (const TimelineEvent& event : events_) {
      if (event.pid == 0 && event.client) clients.insert(*event.client);
    }
    for (const int client : clients) {
      const int from = ClientColumn(client, "connect").value_or(0);
      const auto left = ClientColumn(client, "close");
      Lane(y_, kLifeHeight, fmt::format("client {}", client));
      client_y_[client] = y_;
      Bar(Kind::kConnection, from, left.value_or(columns()), y_, kLifeHeight, left.has_value(), "",
          fmt::format("client {} is connected{}", client,
                      left ? " until it leaves" : " to the end"));
      y_ += kLifeHeight + kLaneGap;
    }
  }

  static std::string Label(const ProcessLife& process) {
    if (process.tid != process.pid) return fmt::format("thread {} of {}", process.tid, process.pid);
    if (process.role == ProcessRole::kServer) return fmt::format("pid {}, the server", process.pid);
    const char* role = process.role == ProcessRole::kWorker ? "worker" : "child";
    return process.parent > 0 ? fmt::format("pid {}, {} of {}", process.pid, role, process.parent)
                              : fmt::format("pid {}, {}", process.pid, role);
  }

  void DrawLife(const Life& life) {
    const ProcessLife& process = *life.process;
    const std::string name = Label(process);
    Bar(Kind::kLife, life.from, life.ended.value_or(columns()), y_, kLifeHeight,
        life.ended.has_value(), "", name + (life.ended ? " lives until it ends" : " lives on"));
    if (!life.ended || process.tid != process.pid || process.role == ProcessRole::kServer) return;
    if (life.reaped && *life.reaped <= *life.ended) return;
    picture_.zombies |= !life.reaped;
    Bar(Kind::kZombie, *life.ended, life.reaped.value_or(columns()), y_, kLifeHeight,
        life.reaped.has_value(), life.reaped ? "" : "zombie",
        name + (life.reaped ? " has ended and waits to be reaped"
                            : " has ended and nobody reaps it: a zombie"));
    picture_.bars.back().x += column_width_ / 2;
    picture_.bars.back().width -= column_width_ / 2;
  }

  void DrawHolding(const Holding& holding) {
    if (holding.client == 0) {
      Bar(Kind::kListener, holding.from, holding.until, y_, kRowHeight - 4, holding.ends,
          fmt::format("fd {} listens", holding.fd),
          fmt::format("pid {} holds the listening socket as fd {}", holding.pid, holding.fd));
      return;
    }
    const auto left = ClientColumn(holding.client, "close");
    const bool leaks = !holding.ends && left && *left < columns();
    picture_.leaks |= leaks;
    Bar(leaks ? Kind::kLeak : Kind::kDescriptor, holding.from, holding.until, y_, kRowHeight - 4,
        holding.ends, fmt::format("fd {}: client {}", holding.fd, holding.client),
        fmt::format("pid {} holds the connection of client {} as fd {}{}", holding.pid,
                    holding.client, holding.fd,
                    leaks          ? " and does not close it, although the client has left"
                    : holding.ends ? " until it closes it"
                                   : ""));
  }

  void DrawProcess(const Life& life) {
    const int top = y_;
    const int pid = life.process->tid;
    process_y_[pid] = y_;
    DrawLife(life);
    y_ += kLifeHeight;
    std::map<int, int> row_of;  // a number that is used again keeps its row
    for (const Holding& holding : holdings_) {
      if (holding.pid != pid) continue;
      const auto [row, fresh] = row_of.try_emplace(holding.fd, y_ + 2);
      const int below = y_;
      y_ = row->second;
      DrawHolding(holding);
      y_ = fresh ? below + kRowHeight : below;
    }
    Lane(top, y_ - top, Label(*life.process));
    y_ += kLaneGap;
  }

  static std::string Words(const TimelineEvent& event) {
    const std::string who = event.pid == 0 ? fmt::format("client {}", event.client.value_or(0))
                                           : fmt::format("pid {}", event.pid);
    const std::string what = event.pid != 0 && event.client
                                 ? fmt::format(" client {}", *event.client)
                             : event.pid != 0 && event.fd ? " the listening socket"
                                                          : "";
    const std::string fd = event.fd ? fmt::format(" (fd {})", *event.fd) : "";
    static const std::map<std::string, const char*> kVerbs = {{"connect", "connects"},
                                                              {"accept", "accepts"},
                                                              {"fork", "forks"},
                                                              {"clone", "starts a thread"},
                                                              {"open", "has"},
                                                              {"close", "closes"},
                                                              {"send", "sends"},
                                                              {"receive", "receives"},
                                                              {"exit", "ends"},
                                                              {"reap", "reaps"},
                                                              {"signal", "gets a signal"}};
    const auto verb = kVerbs.find(event.kind);
    const char* does = event.pid == 0 && event.kind == "close" ? "leaves"
                       : event.kind == "reap"                  ? "reaps a child"
                       : verb == kVerbs.end()                  ? "?"
                                                               : verb->second;
    return fmt::format("{} ms: {} {}{}{}", event.at_ms, who, does, what, fd);
  }

  void DrawMarks() {
    std::map<std::pair<int, int>, int> marks_in;  // lane's y, column
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const TimelineEvent& event = events_[i];
      const auto& lanes = event.pid == 0 ? client_y_ : process_y_;
      const auto lane = lanes.find(event.pid == 0 ? event.client.value_or(0) : event.pid);
      if (lane == lanes.end()) continue;
      int& before = marks_in[{lane->second, column_[i]}];
      const int offset = std::min(8 + kMarkStep * before++, column_width_ - 6);
      picture_.marks.push_back(
          {event.kind, X(column_[i]) + offset, lane->second + kLifeHeight / 2, Words(event)});
    }
  }

  const ScoreReport& report_;
  std::vector<TimelineEvent> events_;
  std::vector<int> column_;     // of each event
  std::set<std::size_t> used_;  // events that a life has claimed
  std::vector<Life> lives_;
  std::vector<Holding> holdings_;
  std::map<int, int> client_y_;
  std::map<int, int> process_y_;
  Picture picture_;
  int column_width_ = kNarrowColumn;
  int y_ = 0;
};

}  // namespace

Picture PictureOf(const ScoreReport& report) { return Layout(report).Made(); }

}  // namespace reports
