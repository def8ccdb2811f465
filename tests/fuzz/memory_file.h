/// @file
/// A file that lies in memory alone, for calls that take a path.
#pragma once

#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

namespace tonsure::fuzz {

class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : file_(memfd_create("fuzz", 0)) {
    require(file_ >= 0 && write(file_, data, size) == static_cast<ssize_t>(size), "there is a file in memory");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace tonsure::fuzz
