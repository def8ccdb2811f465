/// @file
/// The density grid as placement's inner loops see it: no frame, dots per mm2.
#pragma once

#include <tonsure/placement/dots.h>

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

}  // namespace tonsure::placement
