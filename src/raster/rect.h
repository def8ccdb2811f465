// Rectangles of pixels.
#pragma once

#include <algorithm>

#include <tonsure/core/image.h>

namespace tonsure {

/// Larger by `px` on each side, cut to a picture.
inline PixelRect grown(const PixelRect& rect, int px, int width, int height) {
  return {std::max(0, rect.x0 - px), std::max(0, rect.y0 - px), std::min(width, rect.x1 + px),
          std::min(height, rect.y1 + px)};
}

/// What two have in common; nothing at all where they lie apart.
inline PixelRect meet(const PixelRect& a, const PixelRect& b) {
  const PixelRect both{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
  return both.empty() ? PixelRect{} : both;
}

/// The smallest rectangle that holds both; an empty one adds nothing.
inline PixelRect join(const PixelRect& a, const PixelRect& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

}  // namespace tonsure
