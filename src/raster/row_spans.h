// Where a line of pixels runs inside a polygon.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <tonsure/core/geom.h>

#include "rect.h"

namespace tonsure {

/// The stretches [from, to) of the line y = `at` (or x = `at` where `upright`) inside a polygon, by the even-odd rule:
/// the same points as `contains` says. As cheap for a whole line as that is for one point.
std::vector<std::pair<double, double>> spans_inside(const Points<PhotoPx>& polygon, double at, bool upright = false);

/// Calls body(x, y) for each pixel of a rectangle whose centre lies inside a polygon, row by row.
template <class Body>
void for_each_inside(const Points<PhotoPx>& polygon, const PixelRect& rect, const Body& body) {
  const auto first_from = [&](double edge) {
    return static_cast<int>(std::clamp(std::ceil(edge - 0.5), 1.0 * rect.x0, 1.0 * rect.x1));
  };
  if (rect.empty()) return;
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (const auto& [from, to] : spans_inside(polygon, y + 0.5)) {
      const int end = first_from(to);
      for (int x = first_from(from); x < end; ++x) body(x, y);
    }
  }
}

/// A polygon in cells of `px` x `px` pixels, the first of which begins at `origin`.
Points<PhotoPx> in_cells(const Points<PhotoPx>& polygon, Vec2<PhotoPx> origin, double px);

}  // namespace tonsure
