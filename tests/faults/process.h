// Programs that run with variables of their own, and may be killed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace tonsure::testing {

using Variables = std::vector<std::string>;  ///< "NAME=value", added to those of the test

class Process {
 public:
  /// Starts a program in a folder; what it says is appended to the files "stdout" and "stderr" there. `descriptor` (-1:
  /// none) stays open in it, under the same number.
  Process(const std::vector<std::string>& words, const std::string& folder, const Variables& variables = {},
          int descriptor = -1);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  ///< kills it where it still runs

  /// Waits for the end; kills a program that takes longer. As waitpid gives it.
  int wait(std::chrono::milliseconds most = std::chrono::seconds(100));
  void kill() const;
  [[nodiscard]] pid_t id() const { return id_; }

 private:
  pid_t id_ = -1;
};

/// "status 3", "signal 11".
std::string status_text(int wait_status);

}  // namespace tonsure::testing
