/// @file
/// LossPattern: the usual ways in which scalps lose their hair, by name. Where hair is left: scalp/loss_field.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

enum class LossKind : std::uint8_t { kNone, kNorwood, kLudwig, kSinclair, kAreata, kTotalis };

/// A class of hair loss. Names: "none", "norwood-1" to "norwood-7", with "norwood-3v" (a crown spot) and the variants
/// "norwood-2a" to "norwood-5a" [Norwood 1975], "ludwig-1" to "ludwig-3" [Ludwig 1977], "sinclair-1" to "sinclair-5",
/// "areata", "totalis".
struct LossPattern {
  LossKind kind = LossKind::kNone;
  int grade = 0;     ///< of the scale; 0 where there is none
  char variant = 0;  ///< 'a', 'v' or 0

  friend bool operator==(const LossPattern&, const LossPattern&) = default;
};

/// Errors: kInvalidOption for a name that is not there, listing all.
TONSURE_EXPORT Result<LossPattern> parse_loss_pattern(const std::string& name);
TONSURE_EXPORT std::string loss_pattern_name(const LossPattern& pattern);
TONSURE_EXPORT std::vector<std::string> loss_pattern_names();

}  // namespace tonsure
