/// @file
/// Sets of dots whose measures are known.
#pragma once

#include <cmath>
#include <cstdint>

#include <tonsure/placement/dots.h>
#include "core/rng.h"

namespace tonsure::test {

/// side x side mm of one density.
inline DensityGrid<PlaneMm> flat(int side, double per_cm2) {
  return {{0, 0}, 1, Image<float>(side, side, 1, static_cast<float>(per_cm2))};
}

/// Independent dots.
inline Points<PlaneMm> random_dots(std::size_t n, double width, double height, std::uint64_t seed = 1) {
  Points<PlaneMm> dots(n);
  for (std::size_t i = 0; i < n; ++i) {
    Rng rng(seed, RngStage::kTest, i);
    const double x = rng.uniform(0, width);
    dots[i] = {x, rng.uniform(0, height)};
  }
  return dots;
}

/// One dot to the mm2, in the middle of its square.
inline Points<PlaneMm> square_lattice(int side) {
  Points<PlaneMm> dots;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) dots.push_back({x + 0.5, y + 0.5});
  }
  return dots;
}

/// One dot to the mm2, anywhere in its square.
inline Points<PlaneMm> jittered(int width, int height, std::uint64_t seed = 1) {
  Points<PlaneMm> dots;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      Rng rng(seed, RngStage::kTest,
              static_cast<std::uint64_t>(y) * static_cast<std::uint64_t>(width) + static_cast<std::uint64_t>(x));
      const double at = x + rng.uniform();
      dots.push_back({at, y + rng.uniform()});
    }
  }
  return dots;
}

/// One dot to the mm2 in rows along x.
inline Points<PlaneMm> triangular_lattice(double side) {
  const double pitch = std::sqrt(2 / std::sqrt(3.0)), rise = pitch * std::sqrt(0.75);
  Points<PlaneMm> dots;
  for (int row = 0; (row + 0.5) * rise < side; ++row) {
    for (int k = 0; (k + 0.75) * pitch < side; ++k) {
      dots.push_back({(k + (row % 2 == 0 ? 0.25 : 0.75)) * pitch, (row + 0.5) * rise});
    }
  }
  return dots;
}

/// Rises from left to right from 0.15 to 1 of its peak; one dot to the mm2 on average.
inline DensityGrid<PlaneMm> ramp(int side) {
  DensityGrid<PlaneMm> grid = flat(side, 0);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x)
      *grid.per_cm2.view().pixel(x, y) = static_cast<float>(100 * (0.15 + 0.85 * (x + 0.5) / side) / 0.575);
  }
  return grid;
}

/// Independent dots that follow a grid whose densest cell has `most` dots/cm2.
inline Points<PlaneMm> random_dots_on(const DensityGrid<PlaneMm>& grid, double most, std::size_t n,
                                      std::uint64_t seed = 1) {
  const double width = grid.per_cm2.width() * grid.cell_mm, height = grid.per_cm2.height() * grid.cell_mm;
  Points<PlaneMm> dots;
  for (std::uint64_t i = 0; dots.size() < n; ++i) {
    Rng rng(seed, RngStage::kTest, i);
    const double x = rng.uniform(0, width), y = rng.uniform(0, height);
    if (rng.uniform() * most < density_at(grid, {x, y})) dots.push_back({x, y});
  }
  return dots;
}

}  // namespace tonsure::test
