/// @file
/// Open files of the system, closed when they go out of sight, and what writing needs of them.
#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

namespace tonsure {

/// An open file or folder, or none.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  explicit operator bool() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// Opens; without a file, errno says why.
inline OpenFile open_file(const std::filesystem::path& path, int flags, mode_t mode = 0) {
  int descriptor = -1;
  do {
    descriptor =
        ::open(path.c_str(), flags | O_CLOEXEC, mode);  // NOLINT(cppcoreguidelines-pro-type-vararg): its only form
  } while (descriptor < 0 && errno == EINTR);
  return OpenFile(descriptor);
}

/// The error of the last call.
inline std::error_code last_error() {
  return {errno, std::generic_category()};
}

/// Writes all bytes, and has them on the disk.
inline std::error_code write_all(const OpenFile& file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.descriptor(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    if (written == 0) return std::make_error_code(std::errc::io_error);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  // What lies on a file system that cannot promise this (EINVAL) is as safe as it can be.
  if (::fsync(file.descriptor()) != 0 && errno != EINVAL && errno != ENOTSUP) return last_error();
  return {};
}

enum class Locked { kYes, kByAnother, kNotPossible };

/// Takes the whole file or folder for this process, without waiting; another process that dies gives it free.
inline Locked try_lock(const OpenFile& file) {
  if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) == 0) return Locked::kYes;
  return errno == EWOULDBLOCK || errno == EINTR ? Locked::kByAnother : Locked::kNotPossible;
}

/// The same file, whatever it is called.
inline bool is_same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

inline void remove_quietly(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
}

}  // namespace tonsure
