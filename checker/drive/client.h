// One TCP client of the server under test, or the server's end of a connection of a client under
// test. It never blocks: what it is told to send waits in a queue, and Pump() moves bytes both ways
// as far as the kernel lets them. tcp(7), socket(7) (SO_LINGER).
#pragma once

#include <string>
#include <string_view>

#include "checker/model/observation.h"
#include "checker/probe/look.h"
#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

class Client {
 public:
  // number: from 1. socket: non-blocking, not connected.
  Client(int number, sandbox::UniqueFd socket);

  // The end of a connection that was accepted. socket: non-blocking.
  static Client Accepted(int number, sandbox::UniqueFd socket);

  // Sends the SYN. An Error is the host's; a refusal by the server shows in seen().
  sandbox::Result<void> StartConnect(const sockaddr_storage& server);

  void Send(std::string_view bytes);  // queued; leaves with this call where the kernel takes it
  void HalfClose();                   // FIN: "I have nothing more to say"
  void Close();                       // FIN, or RST where unread bytes are left, as close(2) does
  void Reset();                       // RST: SO_LINGER with zero time
  void StopReading(bool stop) { reading_stopped_ = stop; }  // a slow reader
  void SetReceiveBuffer(int bytes);
  void LimitSegments(int bytes);  // before it connects: TCP_MAXSEG, for what comes too

  // Moves what can be moved. True if anything came in (bytes, end-of-file, a reset, the end of
  // connecting), or left the queue.
  bool Pump();

  const ClientSeen& seen() const { return seen_; }
  ClientEnd End() const;
  int number() const { return seen_.client; }
  std::string LocalAddress() const;  // as text
  int LocalPort() const;
  bool ended() const { return seen_.eof || seen_.reset || seen_.refused; }

 private:
  bool IsHeldByServersWindow() const;
  bool FinishConnecting();
  bool ReadAll();
  void AcknowledgeNow();
  void WriteQueue();

  static constexpr std::size_t kKeptBytes = 64 * 1024;

  sandbox::UniqueFd socket_;
  ClientSeen seen_;
  bool connecting_ = false;
  bool reading_stopped_ = false;
  std::string queue_;
  sockaddr_storage local_{};
  sockaddr_storage server_{};
};

}  // namespace checker
