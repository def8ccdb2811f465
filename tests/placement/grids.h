/// @file
/// Densities the placement tests share.
#pragma once

#include <algorithm>
#include <cmath>

#include <tonsure/placement/dots.h>

namespace tonsure::test {

/// A grid whose value at cell (i, j) is shape(i, j), scaled so that it asks for `count` dots.
template <class Frame = PlaneMm, class Shape>
DensityGrid<Frame> grid_of(int width, int height, double cell_mm, double count, const Shape& shape) {
  DensityGrid<Frame> grid;
  grid.cell_mm = cell_mm;
  grid.per_cm2 = Image<float>(width, height, 1);
  const auto v = grid.per_cm2.view();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) *v.pixel(x, y) = static_cast<float>(shape(x, y));
  }
  const double scale = count / expected_count(grid);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) *v.pixel(x, y) = static_cast<float>(scale * static_cast<double>(*v.pixel(x, y)));
  }
  return grid;
}

template <class Frame = PlaneMm>
DensityGrid<Frame> flat(int width, int height, double count) {
  return grid_of<Frame>(width, height, 1, count, [](int, int) { return 1; });
}

/// Rises from left to right from 0.15 to 1 of its peak.
inline DensityGrid<PlaneMm> ramp(int width, int height, double count) {
  return grid_of(width, height, 1, count, [&](int x, int) { return 0.15 + 0.85 * (x + 0.5) / width; });
}

/// A disc with a round hole, fading out to the left; 0 elsewhere.
inline DensityGrid<PlaneMm> fading_ring(int width, int height, double count) {
  return grid_of(width, height, 1, count, [&](int x, int y) {
    const double dx = x + 0.5 - 0.5 * width, dy = y + 0.5 - 0.5 * height;
    const double r = std::sqrt(dx * dx + dy * dy) / (0.5 * std::min(width, height));
    return r < 0.9 && r > 0.2 ? std::min(1.0, 1.5 * x / width) : 0;
  });
}

}  // namespace tonsure::test
