#include <tonsure/io/output.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "in_file.h"
#include "posix_file.h"

namespace tonsure {

namespace fs = std::filesystem;

namespace {

/// What a file is, where it is no ordinary one: those have no end, or may never begin. Else nullptr.
const char* strange_kind(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return nullptr;
    case S_IFDIR:
      return "it is a folder";
    case S_IFIFO:
      return "it is a pipe, which may never end";
    case S_IFSOCK:
      return "it is a socket";
    default:
      return "it is a device";
  }
}

}  // namespace

Status make_folder(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return {};
  error.clear();
  fs::create_directories(path, error);
  if (error || !fs::is_directory(path, error)) {
    return in_file(
        path, {ErrorCode::kCannotWrite, "", "the folder cannot be made: " + (error ? error.message() : "no such name"),
               "give the name of a folder that can be made"});
  }
  return {};
}

Result<std::string> load_file(const std::string& path, std::size_t most_bytes) {
  const auto unusable = [&](std::string why, std::string fix) {
    return in_file(path, {ErrorCode::kInvalidInput, "", std::move(why), std::move(fix)});
  };
  const OpenFile file = open_file(path, O_RDONLY | O_NONBLOCK);  // a pipe would wait for its writer
  if (!file) return unusable("it cannot be opened: " + last_error().message(), "give a file that can be read");
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0)
    return unusable("it cannot be read: " + last_error().message(), "give a file that can be read");
  if (const char* kind = strange_kind(status.st_mode)) return unusable(kind, "give a file");
  const Error too_large =
      in_file(path, {ErrorCode::kResourceLimit, "", "the file is larger than " + std::to_string(most_bytes) + " bytes",
                     "give a smaller file"});
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > most_bytes) return too_large;
  std::string content;
  content.reserve(size + 1);
  // To the end rather than to the size: it may grow, and the system's own files say 0.
  constexpr std::size_t kStep = std::size_t{1} << 20U;
  for (;;) {
    const std::size_t have = content.size();
    const std::size_t room = std::max(content.capacity() - have, std::size_t{4096});
    content.resize(have + std::min({room, kStep, most_bytes + 1 - have}));
    const ssize_t got = ::read(file.descriptor(), content.data() + have, content.size() - have);
    if (got < 0 && errno == EINTR) {
      content.resize(have);
      continue;
    }
    if (got < 0) return unusable("it cannot be read: " + last_error().message(), "give a file that can be read");
    content.resize(have + static_cast<std::size_t>(got));
    if (got == 0) return content;
    if (content.size() > most_bytes) return too_large;
  }
}

}  // namespace tonsure
