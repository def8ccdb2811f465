// Rectangles of pixels.
#pragma once

#include <algorithm>
#include <cstddef>

namespace tonsure {

/// A rectangle of pixels.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< half open
  [[nodiscard]] int width() const { return x1 - x0; }
  [[nodiscard]] int height() const { return y1 - y0; }
  [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
  }
  /// Where a pixel of the photo stands in a plane of this rectangle, row by row.
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(x - x0);
  }
};

/// Larger by `px` on each side, cut to a picture.
inline PixelRect grown(const PixelRect& rect, int px, int width, int height) {
  return {std::max(0, rect.x0 - px), std::max(0, rect.y0 - px), std::min(width, rect.x1 + px),
          std::min(height, rect.y1 + px)};
}

}  // namespace tonsure
