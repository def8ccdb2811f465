#include "ordinary_file.h"

#include <filesystem>
#include <system_error>

#include "in_file.h"

namespace tonsure {

Status check_ordinary_file(const std::string& path) {
  using enum std::filesystem::file_type;
  std::error_code error;
  const auto refuse = [&](const char* why) {
    return in_file(path, {ErrorCode::kInvalidInput, "", why, "give a file"});
  };
  switch (std::filesystem::status(path, error).type()) {
    case directory:
      return refuse("it is a folder");
    case fifo:
      return refuse("it is a pipe, which may never end");
    case character:
    case block:
      return refuse("it is a device");
    case socket:
      return refuse("it is a socket");
    default:
      return {};
  }
}

}  // namespace tonsure
