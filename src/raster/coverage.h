// How much of each pixel of a tile a polygon covers: anti-aliased mattes.
#pragma once

#include <vector>

#include <tonsure/core/geom.h>

#include "rect.h"

namespace tonsure {

/// Coverage in [0,1] of each pixel of `rect`, row by row. The edge is about as wide as a camera draws it (kEdgePx).
std::vector<float> polygon_coverage(const Points<PhotoPx>& polygon, const PixelRect& rect);
inline constexpr double kEdgePx = 1.6;

}  // namespace tonsure
