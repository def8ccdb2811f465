// A job, run over and over while one of its calls fails or is its last.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "faults/jobs.h"
#include "faults/process.h"

namespace tonsure::testing {

/// What becomes of a call, in the numbers of fault_library.cpp.
enum class Way : std::uint64_t { kFails = 1, kFailsFromHere = 2, kIsKilled = 3 };
const char* way_text(Way way);

/// Numbers of calls, by their kind.
using Calls = std::map<std::string, std::vector<std::uint64_t>>;

class Trial {
 public:
  /// What came of a call: its kind, number and way, and the end of the process, as waitpid gives it. Called while what
  /// it left lies in out() and said.
  using Judge = std::function<void(const std::string&, std::uint64_t, Way, int)>;

  Trial(const Job& job, const Workplace& place);

  [[nodiscard]] const Reference& reference() const { return reference_; }
  [[nodiscard]] std::string out() const { return place_ / "out"; }
  [[nodiscard]] std::string stdout_text() const { return read_text(place_ / "stdout"); }
  [[nodiscard]] std::string stderr_text() const { return read_text(place_ / "stderr"); }

  /// The job runs with so many threads from now on.
  void use(int threads) { words_.back() = std::to_string(threads); }
  /// From now on, whether there are files without a name: as on this file system, or none.
  void use_unnamed_files(bool are_there) { unnamed_files_ = are_there; }
  /// Number of calls of each kind.
  std::map<std::string, std::uint64_t> count();
  /// Puts back the results of the run before, where they are not there.
  void begin();
  /// Starts the job, in what lies in its folder.
  [[nodiscard]] Process start(const Variables& variables = {}) const;

  /// A run of its own for a call.
  void try_alone(const std::string& kind, std::uint64_t number, Way way, const Judge& judge);
  /// Many calls, each in each way, in copies of one process at that call, which is far faster; only with one thread.
  /// Calls while a file lies open in the folder, which copies would share, get runs of their own; so where there are
  /// unnamed files most calls from the first output on.
  void try_in_copies(const Calls& calls, const std::vector<Way>& ways, const Judge& judge);

 private:
  void forget_words() const;
  [[nodiscard]] Variables with_library(Variables variables) const;
  [[nodiscard]] bool holds_open_file(pid_t process, bool marks_count) const;

  const Workplace& place_;
  Reference reference_;
  std::vector<std::string> words_;
  bool unnamed_files_ = true;
};

/// The place of all trials of a program, and the trial of a job in it, made once.
const Workplace& workplace();
Trial& trial_of(const std::string& job);

/// The numbers up to `most` that are tried: all of the first ones, and a fixed sample of the rest.
std::vector<std::uint64_t> sample(std::uint64_t most, std::size_t first, std::size_t rest);

}  // namespace tonsure::testing
