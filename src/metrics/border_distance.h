/// @file
/// How far a place on density lies from where there is none.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/exec.h>

#include "measured_set.h"

namespace tonsure::metrics {

/// Distances to the border of a set's density. Exact for the uniform density of a box; for a grid, the exact Euclidean
/// distance transform of a mask whose cells are a quarter of the mean spacing wide (wider beyond 2^26 cells).
class BorderDistance {
 public:
  BorderDistance(const MeasuredSet& set, const Exec& exec);

  /// From one place to another it changes by no more than so many times their distance.
  static constexpr double kSteepest = 1.4142135623730951;

  /// Distance, mm, right to within 1.5 cells of the mask (exact for a box); 0 or less off the density.
  [[nodiscard]] double at(double x, double y) const;

 private:
  Extent box_;
  double cell_mm_ = 0;
  std::size_t width_ = 0;         ///< of the mask, with one cell off density all round
  std::size_t height_ = 0;        ///< likewise
  std::vector<float> distances_;  ///< between cell centres, in cells; empty for a box
};

}  // namespace tonsure::metrics
