// Lines of pixels on skin, whose spectra tell of the camera.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <tonsure/core/image.h>

#include "../raster/box.h"
#include "../raster/row_spans.h"

namespace tonsure {

/// The pixels of a line, in order.
template <std::size_t kLength>
using PixelLine = std::array<const unsigned char*, kLength>;

/// Calls body(line) for lines of so many pixels inside a polygon, along x, or y where `upright`, overlapping by half.
/// Of more than about `most` candidates only every second, third, ... row is looked at.
template <std::size_t kLength, class Body>
void for_each_line(ImageView<const unsigned char> v, const Points<PhotoPx>& inside, bool upright, int most,
                   const Body& body) {
  constexpr int kPx = kLength;
  const PixelRect box = box_of(inside, 0, 0, v);
  const int length = upright ? box.height() : box.width(), across = upright ? box.width() : box.height();
  const double candidates = static_cast<double>(across) * length / (kPx / 2.0);
  const int step = std::max(1, static_cast<int>(std::ceil(candidates / most)));
  const int first_across = upright ? box.x0 : box.y0, first_along = upright ? box.y0 : box.x0;
  for (int a = first_across; a < first_across + across; a += step) {
    const auto spans = spans_inside(inside, a + 0.5, upright);
    for (int b = first_along; b + kPx <= first_along + length; b += kPx / 2) {
      if (std::none_of(spans.begin(), spans.end(),
                       [&](const auto& span) { return span.first <= b + 0.5 && b + kPx - 0.5 < span.second; }))
        continue;
      PixelLine<kLength> line{};
      for (int k = 0; k < kPx; ++k) line[static_cast<std::size_t>(k)] = upright ? v.pixel(a, b + k) : v.pixel(b + k, a);
      body(line);
    }
  }
}

}  // namespace tonsure
