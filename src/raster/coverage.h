// How much of each pixel of a tile a polygon covers: anti-aliased mattes.
#pragma once

#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// A rectangle of pixels.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< half open
  [[nodiscard]] int width() const { return x1 - x0; }
  [[nodiscard]] int height() const { return y1 - y0; }
};

/// Coverage in [0,1] of each pixel of `rect`, row by row. The edge is about as wide as a camera draws it (kEdgePx).
std::vector<float> polygon_coverage(const Points<PhotoPx>& polygon, const PixelRect& rect);
inline constexpr double kEdgePx = 1.6;

}  // namespace tonsure
