// Pixels of a picture that need not exist as a whole.
#pragma once

#include <functional>

#include <tonsure/core/image.h>

namespace tonsure {

/// The pixels of a rectangle that lies within the picture, as a view whose (0, 0) is the rectangle's corner. The view
/// may lie in `scratch`, and holds as long as that is not used again.
using PixelSource = std::function<ImageView<const unsigned char>(const PixelRect& rect, Image<unsigned char>& scratch)>;

/// The pixels of a photo as they are; it must outlive the source.
inline PixelSource pixels_of(const Photo& photo) {
  return [view = photo.pixels.view()](const PixelRect& rect, Image<unsigned char>&) { return part_of(view, rect); };
}

}  // namespace tonsure
