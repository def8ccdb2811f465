/// @file
/// Moment: when, and in what light, one looks at a Plan; and what has become of the pigment by then.
#pragma once

#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// Days after the last session. Only the photo's own light is simulated so far.
struct Moment {
  double age_days = 28;  ///< in [0, 5479] (15 years); from day 28 on the work is healed
};

inline constexpr double kMaxAgeDays = 5479;
inline constexpr double kHealedDays = 28;

/// "28d", "6mo", "2y", "3w" or a plain number of days. Errors: kInvalidOption.
TONSURE_EXPORT Result<Moment> parse_moment(std::string_view text);

/// For people: "healed, day 28", "fresh, day 3", "healed, 2.0 years".
TONSURE_EXPORT std::string moment_name(const Moment& moment);

/// What time has done to a deposit, relative to day 28.
struct Ageing {
  double strength = 1;            ///< amount of pigment still there, day 28 = 1
  double added_variance_mm2 = 0;  ///< lateral spreading: variance of the deposit grows by 2 D t
  double diameter_factor = 1;     ///< scabs of the first week are larger
};

/// Fading and spreading by a moment. Constants: pigment 1.0 at day 0, 0.65 at day 28, 0.58 after six months, then 8 % a
/// year [E, only the six-month step has data: ten cases, 2025]; D = 0.002 mm2/year [E].
TONSURE_EXPORT Ageing age_deposit(const Moment& moment);

}  // namespace tonsure
