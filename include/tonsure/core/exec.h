/// @file
/// How a caller runs stages: threads, cancelling, progress. Whatever takes longer than some 5 ms takes an `Exec`;
/// nothing keeps one.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// How far a stage is. Calls run one stage after the other, none within another; each reports 0 when it starts and 1
/// when it is done, some in between, too.
struct Progress {
  const char* stage = "";  ///< its name, for people and programs; the documentation lists them (docs/stages.md)
  double fraction = 0;     ///< of this stage, in [0, 1]
};

inline constexpr int kMostThreads = 1024;  ///< of a stage, whatever is asked for

struct Exec {
  /// Most threads a stage may use, at most kMostThreads; 0 and below mean as many as the machine has. The result never
  /// depends on it.
  int threads = 0;
  /// Set to true from any thread to stop; stages that take an `Exec` look at it between their steps, the longer ones at
  /// least every few tiles, and return kCancelled (those without a Result: something empty).
  const std::atomic<bool>* cancel = nullptr;
  /// Called on the calling thread when a stage starts, when it is done, and at some checkpoints between; returning
  /// false cancels. May be empty.
  std::function<bool(const Progress&)> progress = {};
  /// The app's own way of running tasks (its thread pool): calls body(i) once for each i in [0, count), in any order,
  /// on any threads, and returns, never by an exception, when all have returned; bodies do not throw. Its own size
  /// counts then, not `threads`; where that is 1 it is not called. Empty: threads are started and joined.
  std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)> run = {};
};

/// Number of threads `exec` allows, from 1 to kMostThreads.
TONSURE_EXPORT int thread_count(const Exec& exec);

/// True once the caller has asked to stop, by flag.
[[nodiscard]] TONSURE_EXPORT bool is_cancelled(const Exec& exec);

/// Reports progress; true to go on, false when the caller wants to stop.
[[nodiscard]] TONSURE_EXPORT bool report_progress(const Exec& exec, const char* stage, double fraction);

/// Runs body(i) for i in [0, count), in any order, on up to `thread_count(exec)` threads, and waits.
/// Bodies must write to disjoint places; then the result is the same for any number of threads.
/// An exception of a body (std::bad_alloc) is rethrown here after all threads have stopped.
TONSURE_EXPORT void parallel_for(const Exec& exec, std::size_t count, const std::function<void(std::size_t)>& body);

/// The kCancelled error every stage returns.
TONSURE_EXPORT Error cancelled_error();

}  // namespace tonsure
