/// @file
/// The density grid as placement's inner loops see it: no frame, dots per mm2.
#pragma once

#include <tonsure/design/density_grid.h>

namespace tonsure::placement {

struct DensityView {
  double origin_x = 0;  ///< mm
  double origin_y = 0;  ///< mm
  double cell_mm = 1;
  ImageView<const float> per_cm2;

  template <class Frame>
  explicit DensityView(const DensityGrid<Frame>& grid)
      : origin_x(grid.origin.x), origin_y(grid.origin.y), cell_mm(grid.cell_mm), per_cm2(grid.per_cm2.view()) {}

  /// Dots/mm2 at a position in mm; positive exactly where `density_at` is.
  [[nodiscard]] double at(double x, double y) const {
    return 0.01 * detail::bilinear(per_cm2, (x - origin_x) / cell_mm, (y - origin_y) / cell_mm);
  }
};

/// A dot on its way to its place.
struct LocalDot {
  double x = 0;    ///< mm
  double y = 0;    ///< mm
  double rho = 0;  ///< density there, dots/mm2, > 0
};

/// The square of the distance of two dots in local units: 1 is a square lattice's spacing at the mean of their
/// densities. In this metric the pull of a linearly rising density on a dot vanishes to first order
/// (docs/model/placement.md).
inline double local_distance2(const LocalDot& a, const LocalDot& b) {
  const double dx = a.x - b.x, dy = a.y - b.y;
  return (dx * dx + dy * dy) * (0.5 * (a.rho + b.rho));
}

}  // namespace tonsure::placement
