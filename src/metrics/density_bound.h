/// @file
/// Upper bounds of a density over rectangles.
#pragma once

#include <vector>

#include <tonsure/core/image.h>

#include "measured_set.h"

namespace tonsure::metrics {

/// Bounds a field from above: exactly over rectangles of up to two cells a side, by a pyramid of cell maxima over
/// larger ones. The pyramid takes a third of the grid's memory.
class DensityBound {
 public:
  explicit DensityBound(const Field& field);

  /// No place of the rectangle has more, dots/mm2.
  [[nodiscard]] double over(const Extent& rectangle) const;

 private:
  const Field& field_;
  std::vector<Image<float>> coarser_;  ///< maxima of 2 x 2 of the level before; the first, of the grid's cells
};

}  // namespace tonsure::metrics
