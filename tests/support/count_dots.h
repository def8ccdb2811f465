// Dots of a plan, counted one by one.
#pragma once

#include <cstddef>

#include <tonsure/plan/plan.h>

namespace tonsure::testing {

/// Of one zone and one session (1-based).
inline std::size_t count_dots(const Plan& plan, Zone zone, int session) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan.dots.size(); ++i)
    if (plan.dots.zone[i] == zone && plan.dots.session[i] == session) ++count;
  return count;
}

}  // namespace tonsure::testing
