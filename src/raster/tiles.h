// Square tiles of a picture, at places that depend on nothing but their size.
#pragma once

#include <algorithm>
#include <cstddef>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>

namespace tonsure {

/// The tiles of a picture that meet a rectangle: tile (i, j) holds the pixels from (i, j) times `size` on.
struct TileGrid {
  int size = 192;
  int i0 = 0, j0 = 0, columns = 0, rows = 0;

  TileGrid(const PixelRect& rect, int tile_size) : size(tile_size) {
    if (rect.empty()) return;
    i0 = rect.x0 / size;
    j0 = rect.y0 / size;
    columns = (rect.x1 - 1) / size - i0 + 1;
    rows = (rect.y1 - 1) / size - j0 + 1;
  }
  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows); }
  /// Tile number n, cut to a picture's size.
  [[nodiscard]] PixelRect tile(std::size_t n, int width, int height) const {
    const int x = (i0 + static_cast<int>(n) % columns) * size, y = (j0 + static_cast<int>(n) / columns) * size;
    return {x, y, std::min(x + size, width), std::min(y + size, height)};
  }
};

inline PixelRect meet(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}
/// The smallest rectangle that holds both; an empty one adds nothing.
inline PixelRect join(const PixelRect& a, const PixelRect& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

}  // namespace tonsure
