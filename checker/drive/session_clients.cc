// Session's clients: how they come and how they leave.
#include <algorithm>

#include "checker/drive/session.h"

namespace checker {
namespace {

constexpr int kEthernetSegment = 1460;
constexpr int kSmallBuffer = 16 * 1024;

}  // namespace

bool Session::QueueHasRoom(int connecting) const {
  // A listener whose queue is full drops the SYN, and the client tries again a second later.
  for (const SocketRow& row : look().listeners) {
    if (row.local_port == facts().port) {
      return row.receive_queue + static_cast<unsigned>(connecting) <= row.send_queue;
    }
  }
  return true;  // nobody listens: the connection is refused at once
}

// One that is on its way to the server; nullopt where the host refuses.
std::optional<Client> Session::NewSocket(int number) {
  auto socket = server_->box().NewSocket(server_address_->ss_family);
  if (!socket) {
    evidence_.obstacle = socket.error().Text();
    return std::nullopt;
  }
  Client client(number, std::move(*socket));
  if (clients_are_afar_) {
    client.LimitSegments(kEthernetSegment);
    client.SetReceiveBuffer(kSmallBuffer);
  }
  if (auto started = client.StartConnect(*server_address_); !started) {
    evidence_.obstacle = started.error().Text();
  }
  return client;
}

int Session::NewClient() {
  const int number = client_count() + 1;
  auto client = NewSocket(number);
  if (!client) return number;
  clients_.push_back(std::move(*client));
  turns_.emplace_back();
  Note(EvidenceKind::kClient, clients_.back().seen().refused ? "connection refused" : "connects",
       number);
  return number;
}

void Session::BringPartners(int number) {
  for (int i = 1; i < facts().clients_together; ++i) {
    auto partner = NewSocket(number + i * kPartner);
    if (!partner) return;
    partners_.push_back(std::move(*partner));
    Note(EvidenceKind::kClient, "is joined by its partner", number);
  }
}

std::vector<Client*> Session::PartnersOf(int number) {
  std::vector<Client*> partners;
  for (Client& partner : partners_) {
    if (partner.number() % kPartner == number) partners.push_back(&partner);
  }
  return partners;
}

// A server that waits for several clients takes them in the order in which they come: each with its
// partners.
Task<std::vector<int>> Session::ConnectInTurn(int count) {
  std::vector<int> numbers;
  for (int i = 0; i < count && evidence_.obstacle.empty(); ++i) {
    numbers.push_back(NewClient());
    const int number = numbers.back();
    const auto is_in = [this, number](const Look&) {
      return WasAccepted(number) || client(number).ended();
    };
    co_await Wait(is_in);
    if (!WasAccepted(number)) break;
    BringPartners(number);
    const int last = number + (facts().clients_together - 1) * kPartner;
    const auto all_are_in = [this, last](const Look&) { return WasAccepted(last); };
    co_await Wait(all_are_in);
  }
  co_return numbers;
}

Task<int> Session::Connect() {
  // Bound separately: a client may be accepted and gone within one look.
  const std::vector<int> numbers = co_await ConnectMany(1);
  co_return numbers.front();
}

Task<std::vector<int>> Session::ConnectMany(int count) {
  if (facts().clients_together > 1) co_return co_await ConnectInTurn(count);
  std::vector<int> numbers;
  int unseen = 0;
  TakeLook();
  for (int i = 0; i < count && evidence_.obstacle.empty(); ++i) {
    if (!QueueHasRoom(unseen)) {
      const Settled settled = co_await Wait([this](const Look&) { return QueueHasRoom(0); });
      // Nobody accepts: no further client would get in.
      if (settled != Settled::kReached && !numbers.empty()) break;
      unseen = 0;
    }
    numbers.push_back(NewClient());
    ++unseen;
  }
  const std::vector<int>* all = &numbers;
  co_await Wait([this, all](const Look&) {
    return std::all_of(all->begin(), all->end(), [this](int number) {
      return WasAccepted(number) || client(number).ended();
    });
  });
  co_return numbers;
}

std::vector<int> Session::ConnectAtOnce(int count) {
  std::vector<int> numbers;
  for (int i = 0; i < count && evidence_.obstacle.empty(); ++i) {
    numbers.push_back(NewClient());
    BringPartners(numbers.back());
  }
  return numbers;
}

void Session::SendBytes(int number, std::string_view bytes) {
  client(number).Send(bytes);
  Note(EvidenceKind::kClient, "sends " + std::to_string(bytes.size()) + " bytes", number);
}

// On a shared network the end that closes first keeps the port for a minute, and the next launch
// finds it taken. A server that has closed its own end does not notice how its client leaves: by a
// reset, which clears the connection away.
bool Session::ResetUnlessHeld(int number) {
  Client& leaving = client(number);
  if (HasOwnNetwork() || leaving.seen().gone) return false;
  leaving.Pump();
  if (!leaving.ended() || !TakeLook()) return false;
  const ConnectionLook* connection = look().Connection(number);
  const bool is_held = connection != nullptr && connection->row && connection->row->inode != 0;
  if (!is_held) leaving.Reset();
  return !is_held;
}

void Session::HalfClose(int number) {
  if (!ResetUnlessHeld(number)) client(number).HalfClose();
  for (Client* partner : PartnersOf(number)) partner->HalfClose();
  Note(EvidenceKind::kClient, "closes its sending side", number);
}

void Session::Close(int number) {
  if (!ResetUnlessHeld(number)) client(number).Close();
  for (Client* partner : PartnersOf(number)) partner->Close();
  Note(EvidenceKind::kClient, "closes its connection", number);
}

void Session::Reset(int number) {
  client(number).Reset();
  for (Client* partner : PartnersOf(number)) partner->HalfClose();
  Note(EvidenceKind::kClient, "resets its connection", number);
}

Task<void> Session::Leave(int number) {
  Client& leaving = client(number);
  if (leaves_at_once_) {
    if (leaving.seen().gone) co_return;
    HalfClose(number);
    Close(number);
  } else if (!facts().spins_without_client) {
    co_await HangUp(number);
  } else if (!leaving.seen().half_closed) {
    // Neither read nor closed: a flood then stops at the full buffer, and no reset kills anybody.
    HalfClose(number);
    leaving.StopReading(true);
    TakeLook();
  }
}

Task<void> Session::HangUp(int number) {
  constexpr int kMostLines = 3;
  Client& leaving = client(number);
  if (leaving.seen().gone) co_return;
  if (facts().exchange && facts().exchange->streams) {
    Close(number);  // who listens to nobody sees no end-of-file
    co_return;
  }
  HalfClose(number);
  int lines_typed = 0;
  while (!leaving.ended()) {
    const Settled settled = co_await Wait([&leaving](const Look&) { return leaving.ended(); });
    if (settled != Settled::kQuiescent && settled != Settled::kPeriodic) break;
    const bool answered = co_await TypeForWaitingHandler(&lines_typed, kMostLines);
    if (!answered) break;
  }
  leaving.Close();
  for (Client* partner : PartnersOf(number)) partner->Close();
}

Task<void> Session::LeaveAll() {
  if (facts().spins_without_client) {
    for (int number = 1; number <= client_count(); ++number) co_await Leave(number);
    co_return;
  }
  for (Client& leaving : clients_) {
    if (!ResetUnlessHeld(leaving.number())) leaving.HalfClose();
  }
  for (Client& partner : partners_) partner.HalfClose();
  co_await Wait([this](const Look&) {
    return std::all_of(clients_.begin(), clients_.end(),
                       [](const Client& leaving) { return leaving.ended(); });
  });
  for (Client& leaving : clients_) leaving.Close();
  for (Client& partner : partners_) partner.Close();
}

}  // namespace checker
