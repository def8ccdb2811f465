// Where dots may show, worked out once for all drawings on a photo.
#pragma once

#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include "draw_dots.h"

#include "../raster/tiles.h"

namespace tonsure {

/// Share of each pixel of a rectangle, row by row, that lies inside the head and outside what is excluded.
std::vector<float> skin_coverage(const Matte& matte, const PixelRect& rect);

/// Share of a dot's darkening that each pixel shows. Tiles where it is 0 or 1 throughout, as most are, take no memory.
class MatteTiles {
 public:
  /// @param rect  of the photo; beyond its tiles nothing shows
  MatteTiles(const Photo& photo, const Matte& matte, double mm_per_px, const PixelRect& rect, const Exec& exec);

  /// Row by row, of any rectangle.
  [[nodiscard]] std::vector<float> of(const PixelRect& rect) const;

 private:
  struct Tile {
    float everywhere = 0;  ///< where `alpha` is empty
    std::vector<float> alpha;
  };
  int width_, height_;  ///< of the photo
  TileGrid grid_;
  std::vector<Tile> tiles_;
};

}  // namespace tonsure
