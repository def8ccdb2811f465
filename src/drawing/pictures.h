// Small pictures of a part of a photo.
#pragma once

#include <tonsure/core/image.h>

namespace tonsure {

/// A part of a photo that is not empty and lies within it, shrunk in linear light by the least whole factor that makes
/// it no more than `most_px` wide and high, at least 1. Alpha is shown on white; three channels.
Image<unsigned char> shrunk_part(const Photo& photo, const PixelRect& part, int most_px);

}  // namespace tonsure
