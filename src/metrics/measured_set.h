/// @file
/// The dots and their density as every measure sees them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "../placement/density_view.h"

namespace tonsure::metrics {

using placement::DensityView;

/// A dot and the density where it is.
struct LocalDot {
  double x = 0;    ///< mm
  double y = 0;    ///< mm
  double rho = 0;  ///< dots/mm2, > 0
};

/// The square of the distance of two dots in local units: 1 is a square lattice's spacing at the mean of their
/// densities. To first order a linearly rising density does not show in it.
inline double local_distance2(const LocalDot& a, const LocalDot& b) {
  const double dx = a.x - b.x, dy = a.y - b.y;
  return (dx * dx + dy * dy) * (0.5 * (a.rho + b.rho));
}

struct Extent {
  double x0 = std::numeric_limits<double>::infinity(), y0 = x0, x1 = -x0, y1 = -x0;  ///< mm

  [[nodiscard]] double width() const { return x1 - x0; }
  [[nodiscard]] double height() const { return y1 - y0; }
  [[nodiscard]] double area() const { return width() * height(); }
  void add(double x, double y) {
    x0 = std::min(x0, x);
    y0 = std::min(y0, y);
    x1 = std::max(x1, x);
    y1 = std::max(y1, y);
  }
};

/// Density of the measurement: the caller's grid, or a uniform one over a box.
struct Field {
  std::optional<DensityView> grid;
  Extent box;          ///< where there is density: the uniform one's box, or the least around a grid's
  double uniform = 0;  ///< dots/mm2, where there is no grid

  [[nodiscard]] double at(double x, double y) const {
    if (grid) return grid->at(x, y);
    return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1 ? uniform : 0;
  }
};

struct MeasuredSet {
  Field field;
  std::vector<LocalDot> dots;  ///< the finite ones on density, in the order of a Hilbert curve: that of no input
  Extent dots_box;             ///< the least box around them
  double area_mm2 = 0;         ///< where there is density
  double expected = 0;         ///< integral of the density, dots

  /// Dots per mm2 of where there is density.
  [[nodiscard]] double mean_rho() const { return static_cast<double>(dots.size()) / area_mm2; }
  /// What the density has to be multiplied by to ask for just the dots there are.
  [[nodiscard]] double to_actual() const { return static_cast<double>(dots.size()) / expected; }
};

/// Prepares a set; without a grid (null) for the uniform density over the box of the finite dots.
/// Empty where there is nothing to measure: fewer than two dots on density, or no area.
template <class Frame>
std::optional<MeasuredSet> measured_set(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density);

}  // namespace tonsure::metrics
