// Pixels in linear light.
#pragma once

#include <cstddef>

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>

#include "rect.h"

namespace tonsure {

/// Of one pixel.
inline LinearRgb linear_of(const unsigned char* p) {
  const auto& table = srgb8_to_linear_table();
  return {static_cast<double>(table[p[0]]), static_cast<double>(table[p[1]]), static_cast<double>(table[p[2]])};
}

/// Mean of the pixels of a rectangle, which is not empty and lies within the photo.
inline LinearRgb mean_linear(ImageView<const unsigned char> photo, const PixelRect& rect) {
  const auto& table = srgb8_to_linear_table();
  LinearRgb mean{};
  for (int y = rect.y0; y < rect.y1; ++y)
    for (int x = rect.x0; x < rect.x1; ++x)
      for (std::size_t c = 0; c < 3; ++c) mean[c] += static_cast<double>(table[photo.pixel(x, y)[c]]);
  for (double& m : mean) m /= static_cast<double>(rect.size());
  return mean;
}

}  // namespace tonsure
