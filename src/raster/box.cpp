#include "box.h"

#include <algorithm>
#include <cmath>

namespace tonsure {
namespace {

int inside(double v, int size, int margin = 0) {
  return static_cast<int>(std::clamp(v, 1.0 * margin, std::max(1.0 * margin, 1.0 * size - margin)));
}

PixelRect box_within(const Bounds& b, double widened, int margin, ImageView<const unsigned char> photo) {
  if (b.low.x > b.high.x) return {};
  const double dx = widened * (b.high.x - b.low.x), dy = widened * (b.high.y - b.low.y);
  return {inside(b.low.x - dx, photo.width, margin), inside(b.low.y - dy, photo.height, margin),
          inside(b.high.x + dx, photo.width, margin), inside(b.high.y + dy, photo.height, margin)};
}

void include(Bounds& b, std::span<const Vec2<PhotoPx>> points) {
  for (const auto p : points) {
    b.low = {std::min(b.low.x, p.x), std::min(b.low.y, p.y)};
    b.high = {std::max(b.high.x, p.x), std::max(b.high.y, p.y)};
  }
}

}  // namespace

Bounds bounds_of(std::span<const Vec2<PhotoPx>> points) {
  Bounds b;
  include(b, points);
  return b;
}

PixelRect box_of(const Points<PhotoPx>& polygon, double widened, int margin, ImageView<const unsigned char> photo) {
  return box_within(bounds_of(polygon), widened, margin, photo);
}

PixelRect box_of(std::span<const Points<PhotoPx>> polygons, ImageView<const unsigned char> photo) {
  Bounds b;
  for (const auto& polygon : polygons) include(b, polygon);
  return box_within(b, 0, 0, photo);
}

PixelRect touched_box_of(std::span<const Vec2<PhotoPx>> polygon, ImageView<const unsigned char> photo) {
  const Bounds b = bounds_of(polygon);
  if (polygon.empty()) return {};
  return {inside(std::floor(b.low.x), photo.width), inside(std::floor(b.low.y), photo.height),
          inside(std::ceil(b.high.x), photo.width), inside(std::ceil(b.high.y), photo.height)};
}

}  // namespace tonsure
