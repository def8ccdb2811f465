/// @file
/// Writing several files so that either all of them appear, whole, or none does.
#pragma once

#include <concepts>
#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// Files of one run. `add` writes each to a temporary name beside its target; `commit` renames them all. Whatever is
/// not committed is removed when the object dies, and files that were there before stay as they were. A target that is
/// a symbolic link is followed, so that the link stays.
class TONSURE_EXPORT OutputFiles {
 public:
  OutputFiles() = default;
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;
  ~OutputFiles();

  /// Writes a temporary file for `path`. Errors: kCannotWrite (the folder is missing or closed to us, no space is left,
  /// `path` is a folder or a device, or was added before). Safe to call from several threads at once.
  Status add(const std::string& path, std::span<const std::byte> bytes);
  Status add(const std::string& path, std::string_view text);
  /// What an encoder gave; its error where it refused.
  template <std::same_as<std::vector<std::byte>> Bytes>
  Status add(const std::string& path, const Result<Bytes>& encoded) {
    return encoded ? add(path, std::span<const std::byte>(*encoded)) : encoded.error();
  }

  /// Renames all temporary files to their targets. Errors: kCannotWrite; then every target is again what it was before
  /// (its former file, or nothing). Not while another thread adds.
  Status commit();

 private:
  struct Pending {
    std::string temporary;
    std::string target;
  };
  std::mutex mutex_;  ///< guards pending_ in add
  std::vector<Pending> pending_;
};

/// Makes a folder (and its parents) if it is missing. Errors: kCannotWrite.
[[nodiscard]] TONSURE_EXPORT Status make_folder(const std::string& path);

/// The whole content of a file. Errors: kInvalidInput (missing, a folder, cannot be read); kResourceLimit beyond
/// `most_bytes`.
TONSURE_EXPORT Result<std::string> load_file(const std::string& path, std::size_t most_bytes);

}  // namespace tonsure
