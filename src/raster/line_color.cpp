#include "line_color.h"

#include <algorithm>
#include <cmath>

namespace tonsure {

std::array<float, 3> mean_line_color(ImageView<const unsigned char> photo, Vec2<PhotoPx> from, Vec2<PhotoPx> to) {
  const int samples = std::max(2, static_cast<int>(std::lround(norm(to - from))) + 1);
  std::array<float, 3> sum{};
  for (int i = 0; i < samples; ++i) {
    const Vec2<PhotoPx> p = from + ((i + 0.5) / samples) * (to - from);
    const int x = std::clamp(static_cast<int>(std::floor(p.x)), 0, photo.width - 1);
    const int y = std::clamp(static_cast<int>(std::floor(p.y)), 0, photo.height - 1);
    const unsigned char* v = photo.pixel(x, y);
    for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<float>(v[c]);
  }
  for (float& s : sum) s /= static_cast<float>(samples);
  return sum;
}

}  // namespace tonsure
