// Boxes of polygons.
#pragma once

#include <span>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

#include "rect.h"

namespace tonsure {

/// The corners of the upright box around points. Of no point, low lies beyond high, and both beyond any photo.
struct Bounds {
  Vec2<PhotoPx> low{1e9, 1e9}, high{-1e9, -1e9};
};
Bounds bounds_of(std::span<const Vec2<PhotoPx>> points);

/// The pixels of a polygon's box, widened by a share of its sides and cut to the photo less a margin. A last pixel that
/// the polygon covers in part is left out.
PixelRect box_of(const Points<PhotoPx>& polygon, double widened, int margin, ImageView<const unsigned char> photo);

/// The pixels of the box around several polygons, cut to the photo, as the other one.
PixelRect box_of(std::span<const Points<PhotoPx>> polygons, ImageView<const unsigned char> photo);

/// The pixels of a polygon's box, those that it covers in part, too, cut to the photo.
PixelRect touched_box_of(std::span<const Vec2<PhotoPx>> polygon, ImageView<const unsigned char> photo);

}  // namespace tonsure
