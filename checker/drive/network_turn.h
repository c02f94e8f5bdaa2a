// On a network that gradings share, two servers cannot have the same port: gradings take turns.
//
// The turn is an abstract socket of that network, so whoever shares the network shares the turn,
// and it is free again when its holder ends, however that ends. unix(7).
#pragma once

#include <csignal>
#include <functional>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

class NetworkTurn {
 public:
  // Waits until nobody else has it. `on_wait` is called once if that takes longer than a moment;
  // `stop`: see GradeOptions.
  static sandbox::Result<NetworkTurn> Take(const std::function<void()>& on_wait,
                                           const volatile std::sig_atomic_t* stop);

 private:
  explicit NetworkTurn(sandbox::UniqueFd socket) : socket_(std::move(socket)) {}
  sandbox::UniqueFd socket_;
};

}  // namespace checker
