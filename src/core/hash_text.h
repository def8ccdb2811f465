// Hashes as people and files have them.
#pragma once

#include <cinttypes>
#include <cstdint>
#include <string>

#include "format_text.h"

namespace tonsure {

/// 16 hexadecimal digits.
inline std::string hash_text(std::uint64_t hash) {
  return format_text("%016" PRIx64, hash);
}

}  // namespace tonsure
