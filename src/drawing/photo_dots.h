// The dots of a plan as one photo sees them.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/view.h>

#include "draw_dots.h"

namespace tonsure {

/// Those on the near side of the head, in the plan's order, healed.
struct SeenDots {
  std::vector<PhotoDot> dots;
  std::vector<std::uint32_t> row;  ///< of each in the plan
};
/// @param aspect  length over width of the mean dot
SeenDots see_dots(const Plan& plan, const HeadView& view, double aspect, const Exec& exec);

/// Of the first `sessions` sessions, with what is left of each at a moment.
std::vector<PhotoDot> dots_at(const SeenDots& seen, const Plan& plan, const Moment& moment, int sessions);

}  // namespace tonsure
