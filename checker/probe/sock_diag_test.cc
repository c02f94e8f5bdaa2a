// Asked about real sockets of this process.
#include "checker/probe/sock_diag.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

using sandbox::UniqueFd;

constexpr int kEstablished = 1;
constexpr int kFinWait1 = 4;
constexpr int kFinWait2 = 5;
constexpr int kCloseWait = 8;
constexpr int kListen = 10;

sockaddr_storage Loopback(int port) {
  sockaddr_storage address{};
  auto& in = reinterpret_cast<sockaddr_in&>(address);
  in.sin_family = AF_INET;
  in.sin_port = htons(static_cast<std::uint16_t>(port));
  in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

sockaddr_storage NameOf(const UniqueFd& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  EXPECT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  return address;
}

class SockDiagTest : public testing::Test {
 protected:
  void SetUp() override { Listen(AF_INET, 3); }

  void Listen(int family, int backlog) {
    listener_.Reset(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage address{};
    address.ss_family = static_cast<sa_family_t>(family);  // any address, any port
    const socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    ASSERT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener_.get(), backlog), 0);
    const sockaddr_storage name = NameOf(listener_);
    port_ = ntohs(reinterpret_cast<const sockaddr_in&>(name).sin_port);
  }

  UniqueFd Connect() const {
    UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_storage server = Loopback(port_);
    EXPECT_EQ(
        ::connect(client.get(), reinterpret_cast<const sockaddr*>(&server), sizeof(sockaddr_in)),
        0);
    return client;
  }

  UniqueFd Accept() const { return UniqueFd(::accept(listener_.get(), nullptr, nullptr)); }

  std::optional<SocketRow> ListenRow() const {
    const auto rows = ListListeners(diag_.get());
    EXPECT_TRUE(rows) << rows.error().Text();
    for (const SocketRow& row : *rows) {
      if (row.local_port == port_) return row;
    }
    return std::nullopt;
  }

  // The server's side of the client's connection.
  std::optional<SocketRow> RowOf(const UniqueFd& client) const {
    const auto row = FindConnection(diag_.get(), Loopback(port_), NameOf(client));
    EXPECT_TRUE(row) << row.error().Text();
    return *row;
  }

  UniqueFd diag_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG)};
  UniqueFd listener_;
  int port_ = 0;
};

std::uint64_t InodeOf(const UniqueFd& fd) {
  struct stat status {};
  EXPECT_EQ(::fstat(fd.get(), &status), 0);
  return status.st_ino;
}

TEST_F(SockDiagTest, AListenRowHasTheLengthOfTheQueueAndItsLimit) {
  const auto empty = ListenRow();
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->state, kListen);
  EXPECT_EQ(empty->receive_queue, 0u);
  EXPECT_EQ(empty->send_queue, 3u);
  EXPECT_EQ(empty->inode, InodeOf(listener_));
  EXPECT_EQ(empty->local_address, "0.0.0.0");
  const UniqueFd first = Connect();
  const UniqueFd second = Connect();
  EXPECT_EQ(ListenRow()->receive_queue, 2u);
  const UniqueFd accepted = Accept();
  EXPECT_EQ(ListenRow()->receive_queue, 1u);
  listener_.Reset();
  EXPECT_FALSE(ListenRow());
}

TEST_F(SockDiagTest, AListenRowIsReadAgainByItsAddress) {
  for (const int family : {AF_INET, AF_INET6}) {
    Listen(family, 3);
    std::vector<SocketRow> rows = {ListenRow().value()};
    const UniqueFd client = Connect();
    EXPECT_TRUE(LookAgain(diag_.get(), &rows).value());
    EXPECT_EQ(rows.front().receive_queue, 1u);
    EXPECT_EQ(rows.front().inode, InodeOf(listener_));
    EXPECT_EQ(rows.front().local_port, port_);
  }
}

TEST_F(SockDiagTest, AListenRowThatIsGoneOrAnothersIsNotReadAgain) {
  std::vector<SocketRow> rows = {ListenRow().value()};
  rows.front().inode += 1;
  EXPECT_FALSE(LookAgain(diag_.get(), &rows).value());
  rows = {ListenRow().value()};
  listener_.Reset();
  EXPECT_FALSE(LookAgain(diag_.get(), &rows).value());
}

TEST_F(SockDiagTest, AConnectionHasNoInodeUntilItIsAccepted) {
  const UniqueFd client = Connect();
  ASSERT_TRUE(RowOf(client));
  EXPECT_EQ(RowOf(client)->inode, 0u);
  EXPECT_EQ(RowOf(client)->state, kEstablished);
  const UniqueFd accepted = Accept();
  EXPECT_EQ(RowOf(client)->inode, InodeOf(accepted));
}

TEST_F(SockDiagTest, UnreadBytesAndAllThatEverCameAreCountedAtOnce) {
  const UniqueFd client = Connect();
  ASSERT_EQ(::send(client.get(), "hello", 5, 0), 5);
  EXPECT_EQ(RowOf(client)->receive_queue, 5u);
  EXPECT_EQ(RowOf(client)->bytes_received, 5u);
  const UniqueFd accepted = Accept();
  char buffer[3];
  ASSERT_EQ(::recv(accepted.get(), buffer, sizeof(buffer), 0), 3);
  EXPECT_EQ(RowOf(client)->receive_queue, 2u);
  EXPECT_EQ(RowOf(client)->bytes_received, 5u);
  ASSERT_EQ(::send(accepted.get(), "x", 1, 0), 1);
  EXPECT_EQ(RowOf(client)->bytes_sent, 1u);
}

TEST_F(SockDiagTest, EachEndOfAConnectionIsARowOfItsOwnState) {
  const UniqueFd client = Connect();
  const UniqueFd accepted = Accept();
  ASSERT_EQ(::shutdown(client.get(), SHUT_WR), 0);
  EXPECT_EQ(RowOf(client)->state, kCloseWait);
  const auto other_end = FindConnection(diag_.get(), NameOf(client), Loopback(port_));
  ASSERT_TRUE(other_end && *other_end);
  // The acknowledgement of a FIN may be late.
  EXPECT_THAT((*other_end)->state, testing::AnyOf(kFinWait1, kFinWait2));
}

TEST_F(SockDiagTest, AFinCountsAsAtMostOneByte) {
  const UniqueFd client = Connect();
  ASSERT_EQ(::send(client.get(), "hello", 5, 0), 5);
  ASSERT_EQ(::shutdown(client.get(), SHUT_WR), 0);
  EXPECT_GE(RowOf(client)->bytes_received, 5u);
  EXPECT_LE(RowOf(client)->bytes_received, 6u);
}

TEST_F(SockDiagTest, AClientThatIsNotConnectedIsNotTakenForTheListener) {
  UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage address = Loopback(0);
  ASSERT_EQ(::bind(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof(sockaddr_in)), 0);
  EXPECT_FALSE(RowOf(client));
}

TEST_F(SockDiagTest, AConnectionThatWasClosedOnBothSidesIsGone) {
  UniqueFd client = Connect();
  UniqueFd accepted = Accept();
  const sockaddr_storage local = NameOf(client);
  client.Reset();
  accepted.Reset();
  const auto row = FindConnection(diag_.get(), Loopback(port_), local);
  ASSERT_TRUE(row);
  EXPECT_FALSE(*row);
}

TEST_F(SockDiagTest, AnIpv4ClientOfADualStackListenerIsFound) {
  Listen(AF_INET6, 3);
  if (HasFatalFailure()) return;
  ASSERT_TRUE(ListenRow());
  EXPECT_EQ(ListenRow()->family, AF_INET6);
  const UniqueFd client = Connect();
  ASSERT_TRUE(RowOf(client));
  EXPECT_EQ(RowOf(client)->inode, 0u);
  EXPECT_EQ(ListenRow()->receive_queue, 1u);
  const UniqueFd accepted = Accept();
  ASSERT_EQ(::send(client.get(), "hello", 5, 0), 5);
  EXPECT_EQ(RowOf(client)->inode, InodeOf(accepted));
  EXPECT_EQ(RowOf(client)->receive_queue, 5u);
  EXPECT_EQ(ListConnectionsOfPort(diag_.get(), port_)->size(), 1u);
}

TEST_F(SockDiagTest, OnlyTheServersSideCountsAsAConnectionOfThePort) {
  const UniqueFd first = Connect();
  const UniqueFd second = Connect();
  EXPECT_EQ(ListConnectionsOfPort(diag_.get(), port_)->size(), 2u);
  EXPECT_TRUE(ListConnectionsOfPort(diag_.get(), 1)->empty());
}

TEST_F(SockDiagTest, ThePastKeepsThePortOfTheServerThatClosesFirstUnlessItsClientResets) {
  for (const bool client_resets : {true, false}) {
    UniqueFd client = Connect();
    UniqueFd accepted = Accept();
    accepted.Reset();
    const linger at_once{.l_onoff = client_resets, .l_linger = 0};
    ::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    client.Reset();
    EXPECT_EQ(PortsKeptByThePast(diag_.get())->contains(port_), !client_resets);
  }
}

TEST_F(SockDiagTest, ALongTableIsReadToItsEnd) {
  std::vector<UniqueFd> listeners;
  for (int i = 0; i < 400; ++i) {
    listeners.push_back(std::move(listener_));
    Listen(AF_INET, 1);
  }
  std::vector<std::uint64_t> inodes;
  const auto rows = ListListeners(diag_.get());
  ASSERT_TRUE(rows) << rows.error().Text();
  for (const SocketRow& row : *rows) inodes.push_back(row.inode);
  std::sort(inodes.begin(), inodes.end());
  for (std::size_t i = 1; i < listeners.size(); ++i) {
    EXPECT_TRUE(std::binary_search(inodes.begin(), inodes.end(), InodeOf(listeners[i])));
  }
}

TEST_F(SockDiagTest, AnAnswerThatIsAskedForAfterADumpBelongsToItsQuestion) {
  const UniqueFd client = Connect();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(ListenRow());
    ASSERT_TRUE(RowOf(client));
    ASSERT_FALSE(*FindConnection(diag_.get(), Loopback(1), Loopback(2)));
  }
}

}  // namespace
}  // namespace checker
