// What of a photo dots can change.
#pragma once

#include <span>

#include "draw_dots.h"

namespace tonsure {

/// The pixels that dots can change, cut to a photo's size.
/// @param apron_px  beyond the 3 mm of their halos
PixelRect rect_around(std::span<const PhotoDot> dots, double mm_per_px, int apron_px, int width, int height);

/// Errors: kInvalidInput where it is neither empty nor as large as the photo.
Status check_hair(const ImageView<const float>& hair, const Photo& photo);

}  // namespace tonsure
