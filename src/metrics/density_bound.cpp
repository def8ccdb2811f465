#include "density_bound.h"

#include <array>
#include <utility>

namespace tonsure::metrics {
namespace {

constexpr int kExactCells = 2;

Image<float> halved(ImageView<const float> fine) {
  Image<float> coarse((fine.width + 1) / 2, (fine.height + 1) / 2, 1);
  const auto out = coarse.view();
  for (int y = 0; y < fine.height; ++y) {
    for (int x = 0; x < fine.width; ++x)
      *out.pixel(x / 2, y / 2) = std::max(*out.pixel(x / 2, y / 2), *fine.pixel(x, y));
  }
  return coarse;
}

/// Both ends of [low, high] and the cell centres between them: where a bilinear function may bend.
struct Bends {
  std::array<double, kExactCells + 3> at{};
  std::size_t count = 0;

  Bends(double low, double high) {
    at[count++] = low;
    for (double centre = std::floor(low - 0.5) + 1.5; centre < high; centre += 1) at[count++] = centre;
    at[count++] = high;
  }
};

}  // namespace

DensityBound::DensityBound(const Field& field) : field_(field) {
  if (!field.grid) return;
  ImageView<const float> level = field.grid->per_cm2;
  while (level.width > 2 || level.height > 2) {
    coarser_.push_back(halved(level));
    level = std::as_const(coarser_.back()).view();
  }
}

double DensityBound::over(const Extent& rectangle) const {
  if (!field_.grid) return field_.uniform;
  const DensityView& grid = *field_.grid;
  const auto cells = grid.per_cm2;
  // In cells from the corner of cell (0,0); what sticks out of the grid has none.
  const double x0 = std::max(0.0, (rectangle.x0 - grid.origin_x) / grid.cell_mm);
  const double y0 = std::max(0.0, (rectangle.y0 - grid.origin_y) / grid.cell_mm);
  const double x1 = std::min<double>(cells.width, (rectangle.x1 - grid.origin_x) / grid.cell_mm);
  const double y1 = std::min<double>(cells.height, (rectangle.y1 - grid.origin_y) / grid.cell_mm);
  if (x0 > x1 || y0 > y1) return 0;
  if (x1 - x0 <= kExactCells && y1 - y0 <= kExactCells) {
    // A bilinear patch is largest at one of its corners.
    const Bends xs(x0, x1), ys(y0, y1);
    double most = 0;
    for (std::size_t j = 0; j < ys.count; ++j) {
      for (std::size_t i = 0; i < xs.count; ++i) most = std::max(most, detail::bilinear(cells, xs.at[i], ys.at[j]));
    }
    return 0.01 * most;
  }
  const auto within = [](double v, int size) { return std::clamp(static_cast<int>(std::floor(v)), 0, size - 1); };
  int i0 = within(x0 - 0.5, cells.width), i1 = within(x1 + 0.5, cells.width);
  int j0 = within(y0 - 0.5, cells.height), j1 = within(y1 + 0.5, cells.height);
  ImageView<const float> level = cells;
  for (std::size_t l = 0; l < coarser_.size() && (i1 - i0 > 2 || j1 - j0 > 2); ++l) {
    level = coarser_[l].view();
    i0 /= 2;
    i1 /= 2;
    j0 /= 2;
    j1 /= 2;
  }
  float most = 0;
  for (int j = j0; j <= j1; ++j) {
    for (int i = i0; i <= i1; ++i) most = std::max(most, *level.pixel(i, j));
  }
  return 0.01 * static_cast<double>(most);
}

}  // namespace tonsure::metrics
