// From plain code into coroutines: runs one to its end on this thread.
//
//   const Result<Start> start = RunToEnd(session.Launch());
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <utility>

#include "checker/model/check.h"

namespace checker {

// Throws what the coroutine throws.
void RunToEnd(Task<void> task);

template <typename T>
Task<void> KeepResult(Task<T> task, std::optional<T>* result) {
  result->emplace(co_await std::move(task));
}

template <typename T>
T RunToEnd(Task<T> task) {
  std::optional<T> result;
  RunToEnd(KeepResult(std::move(task), &result));
  return std::move(*result);
}

}  // namespace checker
