/// @file
/// Writing several files so that either all of them appear, whole, or none does.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// What a run may write to.
struct OutputRules {
  /// Files that the run reads. They are never replaced, whatever name leads to them: another spelling, a link, a mount.
  std::vector<std::string> inputs = {};
  /// Replace only files that tonsure made, by what stands in them: pictures and pages that say so, tables of dots by
  /// their header, sealed JSON, empty files. False: any file but the inputs.
  bool only_own = false;
};

/// Files of one run. `add` writes each beside its target, under no name where the file system allows that, else under a
/// temporary one; `commit` puts them all in their places. Whatever is not committed is removed when the object dies,
/// and files that were there before stay as they were. If the process is killed within `commit`, the next one into the
/// same folder, of any process, finishes it first; processes that commit at the same time take turns. A target that is
/// a symbolic link is followed, so that the link stays; a file that is replaced hands on its permissions.
class TONSURE_EXPORT OutputFiles {
 public:
  explicit OutputFiles(OutputRules rules = {});
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;
  ~OutputFiles();

  /// Writes the content of what is to be `path`. Errors: kCannotWrite (it is an input, or another's file, or
  /// no ordinary one; its folder is missing or closed to us; no space is left; `path` was added before). Safe to call
  /// from several threads at once.
  Status add(const std::string& path, std::span<const std::byte> bytes);
  Status add(const std::string& path, std::string_view text);
  /// What an encoder gave; its error where it refused.
  template <std::same_as<std::vector<std::byte>> Bytes>
  Status add(const std::string& path, const Result<Bytes>& encoded) {
    return encoded ? add(path, std::span<const std::byte>(*encoded)) : encoded.error();
  }

  /// Puts all files in their places. Errors: kCannotWrite; then every target is again what it was before (its former
  /// file, or nothing). Not while another thread adds.
  Status commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A JSON object with a last member `made_by`, by which OutputRules::only_own knows it as long as nobody changes it.
TONSURE_EXPORT std::string sealed(std::string json);

/// Makes a folder (and its parents) if it is missing. Errors: kCannotWrite.
[[nodiscard]] TONSURE_EXPORT Status make_folder(const std::string& path);

/// The whole content of a file. Errors: kInvalidInput (missing, a folder, a device or pipe, cannot be read);
/// kResourceLimit beyond `most_bytes`.
TONSURE_EXPORT Result<std::string> load_file(const std::string& path, std::size_t most_bytes);

}  // namespace tonsure
