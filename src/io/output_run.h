/// @file
/// The names that one run uses in one folder while it replaces files there, and what a run that was killed left behind.
///
///     .tonsure-7.run     taken by the run as long as it lives; before files are replaced it says which
///     .tonsure-7.0.tmp   the new content of the first of them
///     .tonsure-7.0.old   what stood in its place
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "posix_file.h"

namespace tonsure {

/// The right to replace files in a folder, which one process has at a time. Where the file system knows no such rights,
/// all have it.
class FolderLock {
 public:
  /// Waits up to 10 s for another one's to end. Without the right: an error.
  static std::error_code take(const std::filesystem::path& folder, FolderLock& lock);

 private:
  OpenFile folder_;
};

/// A run's own names in a folder. What it named is removed with it, but for what was renamed.
class OutputRun {
 public:
  OutputRun() = default;
  OutputRun(const OutputRun&) = delete;
  OutputRun& operator=(const OutputRun&) = delete;
  ~OutputRun();

  /// Clears up after dead runs, then takes a number that no other run has. The caller holds the folder's lock.
  static std::error_code begin(const std::filesystem::path& folder, OutputRun& run);

  [[nodiscard]] const std::filesystem::path& temporary(std::size_t index) const { return names_.at(index).temporary; }
  [[nodiscard]] const std::filesystem::path& backup(std::size_t index) const { return names_.at(index).backup; }

  /// Writes down that temporary(i) is going to replace `targets[i]` (names in this folder; empty: nothing), so that the
  /// next run can finish it if this one is killed.
  std::error_code write_down(const std::vector<std::string>& targets);
  /// Takes back what was written down: the next run finishes nothing.
  void forget();

  /// Names for so many files, before the first of them is asked for.
  void use_names(std::size_t count);

 private:
  struct Names {
    std::filesystem::path temporary, backup;
  };

  std::filesystem::path stem_;  ///< ".../.tonsure-7"; empty: not begun
  std::filesystem::path mark_path_;
  OpenFile mark_;
  std::vector<Names> names_;  ///< kept, so that files can be removed when there is no memory
};

}  // namespace tonsure
