// Reading what decoders talk about.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace tonsure::command {

/// While it lives, nothing that is printed on stderr is seen. Only where no other thread has something to say.
class QuietStderr {
 public:
  QuietStderr() : stderr_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (stderr_ >= 0 && nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) ::close(nowhere);
  }
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;
  ~QuietStderr() {
    if (stderr_ < 0) return;
    ::dup2(stderr_, STDERR_FILENO);
    ::close(stderr_);
  }

 private:
  int stderr_;
};

/// True of HEIC and AVIF files.
inline bool is_heif(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;  // opening a pipe may never end
  std::array<char, 8> start{};
  std::ifstream(path, std::ios::binary).read(start.data(), start.size());
  return std::string_view(start.data(), start.size()).substr(4) == "ftyp";
}

/// Reads the picture at `path` by `read`. The decoders of HEVC and AV1 print what they find wrong in a file, though the
/// reader says it, too.
template <class Read>
auto read_quietly(const std::string& path, const Read& read) {
  if (!is_heif(path)) return read();
  const QuietStderr quiet;
  return read();
}

}  // namespace tonsure::command
