#include "patch.h"

#include <algorithm>
#include <cmath>

namespace tonsure::placement {
namespace {

/// Within half a cell of the grid's border the density is constant by convention: there the plane may miss it by this
/// share.
constexpr double kBorderFlatness = 0.05;

struct Span {
  double low, high;  ///< cells, from the corner of the first
  int first, last;   ///< cells that matter: between their centres the density is linear, beyond the outer ones constant
};

Span cells_of(double low, double high, int count) {
  const double l = std::clamp(low, 0.0, static_cast<double>(count)),
               h = std::clamp(high, 0.0, static_cast<double>(count));
  const auto index = [&](double v) { return static_cast<int>(std::clamp(v, 0.0, count - 1.0)); };
  return {l, h, index(l - 0.5), index(h + 0.5)};
}

}  // namespace

Patch survey(const DensityView& density, const Box& box, SurveyCells survey_cells) {
  const int w = density.per_cm2.width, h = density.per_cm2.height;
  const double per_cell = 1 / density.cell_mm;
  const double x0 = (box.min_x - density.origin_x) * per_cell, x1 = (box.max_x - density.origin_x) * per_cell;
  const double y0 = (box.min_y - density.origin_y) * per_cell, y1 = (box.max_y - density.origin_y) * per_cell;
  if (!(x1 > 0 && y1 > 0 && x0 < w && y0 < h)) return {};
  const Span x = cells_of(x0, x1, w), y = cells_of(y0, y1, h);
  const auto at = [&](int i, int j) { return static_cast<double>(*density.per_cm2.pixel(i, j)); };
  const int columns = x.last - x.first, rows = y.last - y.first;
  const double a = at(x.first, y.first), b = at(x.last, y.first), c = at(x.first, y.last), d = at(x.last, y.last);
  const double per_column = columns > 0 ? 0.5 * ((b - a) + (d - c)) / columns : 0;
  const double per_row = rows > 0 ? 0.5 * ((c - a) + (d - b)) / rows : 0;
  const double start = 0.25 * ((a + b) + (c + d)) - 0.5 * (columns * per_column + rows * per_row);
  const CellSurvey cells =
      survey_cells({density.per_cm2.pixel(x.first, y.first), density.per_cm2.row_stride, columns + 1, rows + 1},
                   {static_cast<float>(start), static_cast<float>(per_column), static_cast<float>(per_row)});

  Patch patch;
  patch.highest = 0.01 * static_cast<double>(cells.highest);
  patch.lowest = 0.01 * static_cast<double>(cells.lowest);
  // Beyond the outer centres, where the density stays what it is there, the plane errs by up to half a cell's rise.
  const double beyond_x = std::max({0.0, 0.5 - x.low, x.high - (w - 0.5)}),
               beyond_y = std::max({0.0, 0.5 - y.low, y.high - (h - 0.5)});
  const double off = static_cast<double>(cells.off);
  const double border_off = beyond_x * std::fabs(per_column) + beyond_y * std::fabs(per_row);
  const double middle = start + per_column * (0.5 * (x.low + x.high) - 0.5 - x.first) +
                        per_row * (0.5 * (y.low + y.high) - 0.5 - y.first);
  const double rise = 0.5 * ((x.high - x.low) * std::fabs(per_column) + (y.high - y.low) * std::fabs(per_row));
  const double lowest = middle - rise;
  patch.plane = lowest > 0 && off <= kFlatness * lowest && border_off <= kBorderFlatness * lowest;
  if (!patch.plane) return patch;
  patch.highest = std::min(patch.highest, 0.01 * (middle + rise + off));
  patch.per_x = 0.01 * per_column * per_cell;
  patch.per_y = 0.01 * per_row * per_cell;
  patch.origin = 0.01 * (start - per_column * (x.first + 0.5) - per_row * (y.first + 0.5)) -
                 patch.per_x * density.origin_x - patch.per_y * density.origin_y;
  return patch;
}

}  // namespace tonsure::placement
