#include "box.h"

#include <algorithm>

namespace tonsure {

PixelRect box_of(const Points<PhotoPx>& polygon, double widened, int margin, ImageView<const unsigned char> photo) {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const auto p : polygon) {
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  const double dx = widened * (x1 - x0), dy = widened * (y1 - y0);
  const auto inside = [margin](double v, int size) {
    return static_cast<int>(std::clamp(v, 1.0 * margin, std::max(1.0 * margin, 1.0 * size - margin)));
  };
  return {inside(x0 - dx, photo.width), inside(y0 - dy, photo.height), inside(x1 + dx, photo.width),
          inside(y1 + dy, photo.height)};
}

}  // namespace tonsure
