// Pictures of one size beside each other.
#pragma once

#include <algorithm>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

namespace example {

/// All pictures cut to a common rectangle, in a row with thin white gaps.
struct Crop {
  int x = 0, y = 0, width = 0, height = 0;
};

inline tonsure::Image<unsigned char> strip(const std::vector<tonsure::Photo>& photos, const Crop& crop, int columns) {
  constexpr int kGap = 6;
  const int count = static_cast<int>(photos.size()), rows = (count + columns - 1) / columns;
  tonsure::Image<unsigned char> out(columns * (crop.width + kGap) - kGap, rows * (crop.height + kGap) - kGap, 3, 255);
  for (int i = 0; i < count; ++i) {
    const auto in = photos[static_cast<std::size_t>(i)].pixels.view();
    for (int y = 0; y < crop.height; ++y) {
      for (int x = 0; x < crop.width; ++x) {
        std::copy_n(in.pixel(crop.x + x, crop.y + y), 3,
                    out.view().pixel(i % columns * (crop.width + kGap) + x, i / columns * (crop.height + kGap) + y));
      }
    }
  }
  return out;
}

/// The rectangle around some points, with a margin, inside the photo.
inline Crop around(const tonsure::Points<tonsure::PhotoPx>& points, const tonsure::Photo& photo) {
  double x0 = 1e9, y0 = 1e9, x1 = 0, y1 = 0;
  for (const auto p : points) {
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  const double margin = 0.06 * (x1 - x0);
  Crop crop;
  crop.x = std::max(0, static_cast<int>(x0 - margin));
  crop.y = std::max(0, static_cast<int>(y0 - margin));
  crop.width = std::min(photo.pixels.width(), static_cast<int>(x1 + margin)) - crop.x;
  crop.height = std::min(photo.pixels.height(), static_cast<int>(y1 + margin)) - crop.y;
  return crop;
}

}  // namespace example
