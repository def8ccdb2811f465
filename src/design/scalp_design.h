// What is designed: where on the scalp how many dots per cm2 go.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/placement/dots.h>

namespace tonsure {

/// What a cell of the design is, beside its density.
struct ScalpDesign {
  /// Dots per cm2 of chart: the density on the skin times the chart's area factor.
  DensityGrid<ScalpMm> density;
  /// Distance behind the front edge, mm along the skin, on the same grid; negative ahead of it. Infinite where the
  /// region has no front edge.
  Image<float> behind_edge_mm;
  /// 1 where the cell blends into existing hair beyond the region, else 0; same grid.
  Image<unsigned char> in_hair;
  /// How much of the cell is scar, in [0, 1]; same grid.
  Image<float> scar;
  /// How close the cell is to an edge with bare skin: 1 there, 0 from the depth of its fade on; same grid.
  Image<float> at_edge;
  std::vector<std::string> warnings;  ///< what of the treatment the scenes do not let be
  double area_cm2 = 0;                ///< of skin, where the density is not 0
};

}  // namespace tonsure
