// Dots of a plan from placed positions: where each lies on the head, in which zone, and how it differs from the mean.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/placement/dots.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/treatment/treatment.h>

#include "../design/scalp_design.h"

namespace tonsure {

/// @param placed  on the surface's chart
/// @param order   of needling, as many
/// Incomplete where the exec was cancelled.
PlanDots make_dots(DotSet<ScalpMm> placed, std::vector<std::uint32_t> order, const ScalpDesign& design,
                   const ScalpSurface& surface, const Treatment& treatment, const Exec& exec);

}  // namespace tonsure
