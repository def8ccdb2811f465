/// @file
/// Which vector instructions the library may use, so that one machine gives the figures of several.
#pragma once

#include <string>
#include <string_view>

#include <tonsure/core/result.h>

namespace tonsure::bench {

/// Holds Highway's choice to one instruction set ("avx512", "avx2", "sse4", "ssse3", "none") and narrower ones.
/// Errors: kInvalidOption (no such name), kUnsupported (not on this machine).
[[nodiscard]] Status limit_vectors(std::string_view widest);

/// Highway's name of the widest set in use.
std::string widest_vectors();

}  // namespace tonsure::bench
