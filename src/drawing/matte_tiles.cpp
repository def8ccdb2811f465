#include "matte_tiles.h"

#include <algorithm>

#include "../raster/coverage.h"
#include "limb_guard.h"

namespace tonsure {
namespace {

std::vector<float> alpha_in(const Photo& photo, const Matte& matte, const LimbGuard& guard, const PixelRect& rect) {
  std::vector<float> alpha = skin_coverage(matte, rect);
  guard.apply(photo.pixels.view(), rect, alpha);
  if (matte.hair.empty()) return alpha;
  std::size_t i = 0;
  for (int y = rect.y0; y < rect.y1; ++y)
    for (int x = rect.x0; x < rect.x1; ++x, ++i) alpha[i] *= 1 - std::clamp(*matte.hair.pixel(x, y), 0.0F, 1.0F);
  return alpha;
}

}  // namespace

std::vector<float> skin_coverage(const Matte& matte, const PixelRect& rect) {
  std::vector<float> alpha = polygon_coverage(matte.head.points, rect);
  for (const auto& hole : matte.exclude) {
    const std::vector<float> covered = polygon_coverage(hole, rect);
    for (std::size_t i = 0; i < alpha.size(); ++i) alpha[i] *= 1 - covered[i];
  }
  return alpha;
}

MatteTiles::MatteTiles(const Photo& photo, const Matte& matte, double mm_per_px, const PixelRect& rect,
                       const Exec& exec)
    : width_(photo.pixels.width()), height_(photo.pixels.height()), grid_(rect), tiles_(grid_.count()) {
  const LimbGuard guard(photo.pixels.view(), matte.head, mm_per_px);
  for_each_tile(exec, grid_, width_, height_, [&](const PixelRect& where, std::size_t n) {
    Tile& tile = tiles_[n];
    tile.alpha = alpha_in(photo, matte, guard, where);
    const float first = tile.alpha.empty() ? 0 : tile.alpha.front();
    if (first != 0 && first != 1) return;
    if (std::any_of(tile.alpha.begin(), tile.alpha.end(), [first](float a) { return a != first; })) return;
    tile.everywhere = first;
    tile.alpha = {};
  });
}

std::vector<float> MatteTiles::of(const PixelRect& rect) const {
  std::vector<float> out(rect.size(), 0.0F);
  for (std::size_t n = 0; n < tiles_.size(); ++n) {
    const PixelRect tile = grid_.tile(n, width_, height_), both = meet(tile, rect);
    if (both.empty()) continue;
    for (int y = both.y0; y < both.y1; ++y) {
      float* const to = &out[rect.index(both.x0, y)];
      if (tiles_[n].alpha.empty()) {
        std::fill_n(to, both.width(), tiles_[n].everywhere);
      } else {
        const float* const from = &tiles_[n].alpha[tile.index(both.x0, y)];
        std::copy_n(from, both.width(), to);
      }
    }
  }
  return out;
}

}  // namespace tonsure
