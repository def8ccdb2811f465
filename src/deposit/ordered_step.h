/// @file
/// The gentle step between two ages that may come in either order.
#pragma once

#include "../core/smooth_step.h"

namespace tonsure {

/// smooth_step where `high` is above `low`, else a plain step at `high`.
inline double ordered_step(double low, double high, double x) {
  if (!(high > low)) return x < high ? 0 : 1;
  return smooth_step(low, high, x);
}

}  // namespace tonsure
