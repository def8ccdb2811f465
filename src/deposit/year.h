// How long a year is.
#pragma once

namespace tonsure {

inline constexpr double kDaysPerYear = 365.25;

}  // namespace tonsure
