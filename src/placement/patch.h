/// @file
/// What the density is like about a block.
#pragma once

#include "density_view.h"
#include "survey_kernel.h"

namespace tonsure::placement {

/// A rectangle of the plane, mm.
struct Box {
  double min_x = 0, min_y = 0, max_x = 0, max_y = 0;
};

/// Density over a box: its highest and lowest value, and the plane that it nearly is, if it is one.
struct Patch {
  double highest = 0;           ///< dots/mm2
  double lowest = 0;            ///< dots/mm2, where the grid is
  bool plane = false;           ///< within kFlatness, as far as the grid reaches
  double origin = 0;            ///< the plane at x = y = 0, dots/mm2
  double per_x = 0, per_y = 0;  ///< its slope, dots/mm2 per mm

  [[nodiscard]] double plane_at(double x, double y) const { return origin + per_x * x + per_y * y; }
};

/// Where the density is a plane within this share of itself, the plane is taken for it.
inline constexpr double kFlatness = 0.01;

using SurveyCells = CellSurvey (*)(const CellRange&, const CellPlane&);

Patch survey(const DensityView& density, const Box& box, SurveyCells survey_cells);

}  // namespace tonsure::placement
