#include <tonsure/core/exec.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace tonsure {

int thread_count(const Exec& exec) {
  if (exec.threads > 0) return std::min(exec.threads, kMostThreads);
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, static_cast<unsigned>(kMostThreads)));
}

bool is_cancelled(const Exec& exec) {
  return exec.cancel != nullptr && exec.cancel->load(std::memory_order_relaxed);
}

bool report_progress(const Exec& exec, const char* stage, double fraction) {
  return !is_cancelled(exec) && (!exec.progress || exec.progress({stage, fraction}));
}

void parallel_for(const Exec& exec, std::size_t count, const std::function<void(std::size_t)>& body) {
  const std::size_t workers = std::min(count, static_cast<std::size_t>(thread_count(exec)));
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  std::atomic<bool> failed{false};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto guarded = [&](std::size_t i) {
    if (failed) return;
    try {
      body(i);
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      failure = std::current_exception();
      failed = true;
    }
  };
  if (exec.run) {
    exec.run(count, guarded);
  } else {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) guarded(i);
    };
    std::vector<std::jthread> threads;
    try {
      threads.reserve(workers - 1);
      for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(work);
    } catch (const std::system_error&) {
      // The system gives no more threads: those there are do the work, if need be this one alone.
    } catch (const std::bad_alloc&) {
      // Nor memory for them.
    }
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

Error cancelled_error() {
  return {ErrorCode::kCancelled, "", "stopped by the caller", ""};
}

}  // namespace tonsure
