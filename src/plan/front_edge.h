/// @file
/// The front edge as the dots of a plan draw it.
#pragma once

#include <optional>

#include <tonsure/plan/plan.h>

namespace tonsure {

/// Empty where too little of the edge is there to be measured: a plan for the crown has no front edge.
struct FrontEdge {
  std::optional<double> height_mm;      ///< above the glabella, along the skin, mean over the middle 32 mm
  std::optional<double> wave_mm;        ///< amplitude (RMS times sqrt 2) about a smooth curve, over the middle 80 mm
  std::optional<double> difference_mm;  ///< RMS difference of the left half and the mirrored right one, to 60 mm
};

/// Measures the line 5 mm behind the edge, where the zones kLeadingEdge and kTransition meet: dots are dense enough
/// there to tell it within 0.5 mm, the edge itself is a scatter.
FrontEdge measure_front_edge(const Plan& plan, Vec3<HeadMm> glabella);

}  // namespace tonsure
