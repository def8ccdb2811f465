/// @file
/// Moment: when one looks at a Plan.
#pragma once

#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/treatment/treatment.h>  // kMaxAgeDays

namespace tonsure {

/// Days after the last session.
struct Moment {
  double age_days = 28;  ///< in [0, kMaxAgeDays]; from day 28 on the work is healed

  friend bool operator==(const Moment&, const Moment&) = default;
};

inline constexpr double kHealedDays = 28;

/// "28d", "6mo", "2y", "3w" or a plain number of days. Errors: kInvalidOption.
TONSURE_EXPORT Result<Moment> parse_moment(std::string_view text);

/// For people: "healed, day 28", "fresh, day 3", "healed, 2.0 years".
TONSURE_EXPORT std::string moment_name(const Moment& moment);

}  // namespace tonsure
