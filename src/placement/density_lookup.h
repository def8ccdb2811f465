/// @file
/// The density where a dot lies, in single precision: what the inner loops look up, one dot or one vector at a time.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "density_view.h"

namespace tonsure::placement {

struct DensityLookup {
  const float* cells;
  std::ptrdiff_t row;          ///< floats from row to row
  std::ptrdiff_t right, down;  ///< floats to the next cell; 0 where there is only one column, or row
  float per_mm;                ///< cells
  float offset_x, offset_y;    ///< cells
  float last_x, last_y;        ///< index of the last column and row
  /// Rounding may misplace a dot by this many cells. What it could add is taken off, so that where the density is 0 no
  /// rounding makes it positive.
  float doubt;

  explicit DensityLookup(const DensityView& view)
      : cells(view.per_cm2.data),
        row(view.per_cm2.row_stride),
        right(view.per_cm2.width > 1 ? 1 : 0),
        down(view.per_cm2.height > 1 ? view.per_cm2.row_stride : 0),
        per_mm(static_cast<float>(1 / view.cell_mm)),
        offset_x(static_cast<float>(-view.origin_x / view.cell_mm)),
        offset_y(static_cast<float>(-view.origin_y / view.cell_mm)),
        last_x(static_cast<float>(view.per_cm2.width - 1)),
        last_y(static_cast<float>(view.per_cm2.height - 1)),
        doubt(0x1p-22F * (std::fabs(offset_x) + std::fabs(offset_y) + last_x + last_y + 4)) {}

  /// dots/cm2, at least 0
  [[nodiscard]] float at(float x_mm, float y_mm) const {
    const float u = x_mm * per_mm + offset_x, v = y_mm * per_mm + offset_y;
    if (!(u >= doubt && v >= doubt && u <= last_x + 1 - doubt && v <= last_y + 1 - doubt)) return 0;
    const float cu = std::min(std::max(u - 0.5F, 0.0F), last_x), cv = std::min(std::max(v - 0.5F, 0.0F), last_y);
    const int i = std::min(static_cast<int>(cu), std::max(static_cast<int>(last_x) - 1, 0));
    const int j = std::min(static_cast<int>(cv), std::max(static_cast<int>(last_y) - 1, 0));
    const float a = cu - static_cast<float>(i), b = cv - static_cast<float>(j);
    const float* p = cells + j * row + i;
    const float top = (1 - a) * p[0] + a * p[right], bottom = (1 - a) * p[down] + a * p[down + right];
    const float corners = (p[0] + p[right]) + (p[down] + p[down + right]);
    return std::max(((1 - b) * top + b * bottom) - doubt * corners, 0.0F);
  }
};

}  // namespace tonsure::placement
