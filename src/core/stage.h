// Stages: what calls report of themselves while they run.
#pragma once

#include <type_traits>
#include <utility>

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>

namespace tonsure {

namespace detail {
template <class T>
struct AsResult {
  using Type = Result<T>;
};
template <class T>
struct AsResult<Result<T>> {
  using Type = Result<T>;
};
template <>
struct AsResult<Status> {
  using Type = Status;
};
}  // namespace detail

/// Runs body() as the stage of that name, and reports its start and its end. What it returns (a Result, a Status or
/// any other value) comes as a Result or Status: kCancelled where the caller has stopped meanwhile.
template <class Body>
auto in_stage(const Exec& exec, const char* name, Body&& body) ->
    typename detail::AsResult<std::decay_t<decltype(body())>>::Type {
  using Out = typename detail::AsResult<std::decay_t<decltype(body())>>::Type;
  if (!report_progress(exec, name, 0)) return cancelled_error();
  Out out = std::forward<Body>(body)();
  if (!report_progress(exec, name, 1) && out) return cancelled_error();
  return out;
}

}  // namespace tonsure
