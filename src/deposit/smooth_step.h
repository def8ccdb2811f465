/// @file
/// The step that starts and ends gently.
#pragma once

#include <algorithm>

namespace tonsure {

/// 0 up to `low`, 1 from `high` on, a cubic between; a plain step at `high` where it is not above `low`.
inline double smooth_step(double low, double high, double x) {
  if (!(high > low)) return x < high ? 0 : 1;
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

}  // namespace tonsure
