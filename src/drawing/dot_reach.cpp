#include "dot_reach.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "dot_field.h"

namespace tonsure {

PixelRect rect_around(std::span<const PhotoDot> dots, double mm_per_px, int apron_px, int width, int height) {
  if (dots.empty()) return {};
  const double margin = kReachMm / mm_per_px + apron_px;
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const PhotoDot& dot : dots) {
    x0 = std::min(x0, dot.position.x);
    x1 = std::max(x1, dot.position.x);
    y0 = std::min(y0, dot.position.y);
    y1 = std::max(y1, dot.position.y);
  }
  const auto inside = [](double v, int most) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(most)));
  };
  return {inside(std::floor(x0 - margin), width), inside(std::floor(y0 - margin), height),
          inside(std::ceil(x1 + margin) + 1, width), inside(std::ceil(y1 + margin) + 1, height)};
}

Status check_hair(const ImageView<const float>& hair, const Photo& photo) {
  if (hair.width == 0 || hair.height == 0) return {};
  if (hair.sound() && hair.channels == 1 && hair.width == photo.pixels.width() && hair.height == photo.pixels.height())
    return {};
  return Error{ErrorCode::kInvalidInput, "hair mask",
               "is " + std::to_string(hair.width) + " x " + std::to_string(hair.height) + " px with " +
                   std::to_string(hair.channels) + " channels",
               "one channel, and as large as the photo"};
}

}  // namespace tonsure
