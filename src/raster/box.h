// Boxes of polygons.
#pragma once

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

#include "coverage.h"

namespace tonsure {

/// The pixels of a polygon's box, widened by a share of its sides and cut to the photo less a margin.
PixelRect box_of(const Points<PhotoPx>& polygon, double widened, int margin, ImageView<const unsigned char> photo);

}  // namespace tonsure
