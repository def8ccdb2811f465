/// @file
/// What placement follows and leaves: a density of dots on a plane, and dots with position, id and session, in columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

namespace tonsure {

/// A density on a plane, on a grid of square cells. Between cell centres it is bilinear, beyond the outer centres
/// constant, and outside the grid zero.
template <class Frame>
struct DensityGrid {
  Vec2<Frame> origin;    ///< corner of cell (0,0), mm
  double cell_mm = 1;    ///< side of a cell
  Image<float> per_cm2;  ///< dots per cm2 of the plane of the grid; one channel; finite and >= 0

  [[nodiscard]] bool empty() const { return per_cm2.width() == 0 || per_cm2.height() == 0; }
};

namespace detail {
/// Bilinear value at (x, y), in cells from the corner of cell (0,0): constant beyond the outer centres, 0 outside.
inline double bilinear(ImageView<const float> cells, double x, double y) {
  const int w = cells.width, h = cells.height;
  if (!(x >= 0 && y >= 0 && x <= w && y <= h)) return 0;
  const double cx = x - 0.5 < 0 ? 0 : x - 0.5 > w - 1 ? w - 1 : x - 0.5;
  const double cy = y - 0.5 < 0 ? 0 : y - 0.5 > h - 1 ? h - 1 : y - 0.5;
  const int i = static_cast<int>(cx), j = static_cast<int>(cy);
  const int i1 = i + 1 < w ? i + 1 : i, j1 = j + 1 < h ? j + 1 : j;
  const double a = cx - i, b = cy - j;
  const auto value = [&](int column, int row) { return static_cast<double>(*cells.pixel(column, row)); };
  const double top = (1 - a) * value(i, j) + a * value(i1, j);
  const double bottom = (1 - a) * value(i, j1) + a * value(i1, j1);
  return (1 - b) * top + b * bottom;
}
}  // namespace detail

/// Density at a position, dots/cm2.
template <class Frame>
double density_at(const DensityGrid<Frame>& grid, Vec2<Frame> p) {
  if (grid.empty()) return 0;
  return detail::bilinear(grid.per_cm2.view(), (p.x - grid.origin.x) / grid.cell_mm,
                          (p.y - grid.origin.y) / grid.cell_mm);
}

/// Integral of the density over the grid: the number of dots it asks for.
template <class Frame>
double expected_count(const DensityGrid<Frame>& grid) {
  double sum = 0;
  const auto v = grid.per_cm2.view();
  for (int y = 0; y < v.height; ++y) {
    double row = 0;
    for (int x = 0; x < v.width; ++x) row += static_cast<double>(*v.pixel(x, y));
    sum += row;
  }
  return sum * grid.cell_mm * grid.cell_mm / 100.0;
}

/// Most dots one set may hold.
inline constexpr std::int64_t kMaxDots = 20'000'000;

/// Placed dots, in columns of equal length; near in the columns, near in the plane.
template <class Frame>
struct DotSet {
  std::vector<Vec2<Frame>> positions;
  /// Names a dot for good: where nothing changes about it, a dot keeps its id and its position when other parts of the
  /// density change. Unique, with gaps, in no order to rely on.
  std::vector<std::uint32_t> id;
  std::vector<std::uint8_t> session;  ///< 1 for the first session
  /// Density that the dots' order of appearance refers to: the power of two at or above the highest density. 0 if
  /// empty.
  double reference_per_cm2 = 0;

  [[nodiscard]] std::size_t size() const { return positions.size(); }
};

}  // namespace tonsure
