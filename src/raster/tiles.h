// Square tiles of a picture, at places that depend on nothing but their size.
#pragma once

#include <algorithm>
#include <cstddef>

#include <tonsure/core/exec.h>

#include "rect.h"

namespace tonsure {

inline constexpr int kDrawingTilePx = 192;  ///< large enough that aprons are cheap, small enough for a cache

/// The tiles of a picture that meet a rectangle: tile (i, j) of the picture begins at (i, j) times the size.
struct TileGrid {
  int size = kDrawingTilePx;
  int i0 = 0, j0 = 0, columns = 0, rows = 0;

  explicit TileGrid(const PixelRect& rect, int tile_px = kDrawingTilePx) : size(tile_px) {
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

/// Calls body(tile, n) for each tile of a grid, cut to the picture, in parallel; once cancelled, for none of those
/// left.
template <class Body>
void for_each_tile(const Exec& exec, const TileGrid& grid, int width, int height, const Body& body) {
  parallel_for(exec, grid.count(), [&](std::size_t n) {
    if (!is_cancelled(exec)) body(grid.tile(n, width, height), n);
  });
}

}  // namespace tonsure
