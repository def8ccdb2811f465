// Work on a rectangle tile by tile.
#pragma once

#include <algorithm>
#include <cstddef>

#include <tonsure/core/exec.h>

#include "rect.h"

namespace tonsure {

inline constexpr int kDrawingTilePx = 192;  ///< large enough that aprons are cheap, small enough for a cache

/// Calls body(tile) for each tile of a rectangle, cut to it, in parallel; once cancelled, for none of those left.
template <class Body>
void for_each_tile(const Exec& exec, const PixelRect& rect, int tile_px, const Body& body) {
  if (rect.empty()) return;
  const int across = (rect.width() + tile_px - 1) / tile_px, down = (rect.height() + tile_px - 1) / tile_px;
  parallel_for(exec, static_cast<std::size_t>(across) * static_cast<std::size_t>(down), [&](std::size_t i) {
    if (is_cancelled(exec)) return;
    const int x0 = rect.x0 + static_cast<int>(i) % across * tile_px;
    const int y0 = rect.y0 + static_cast<int>(i) / across * tile_px;
    body(PixelRect{x0, y0, std::min(rect.x1, x0 + tile_px), std::min(rect.y1, y0 + tile_px)});
  });
}

}  // namespace tonsure
