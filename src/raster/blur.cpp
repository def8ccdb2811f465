#include "blur.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tonsure {

constexpr double kCutoff = 3.0;  // the filter ends at this many standard deviations

void blur_plane(std::vector<float>& plane, int w, int h, double sigma) {
  const int radius = static_cast<int>(std::ceil(kCutoff * sigma));
  std::vector<float> taps(static_cast<std::size_t>(2 * radius + 1));
  float total = 0;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    const double px = static_cast<double>(i) - radius;
    taps[i] = static_cast<float>(std::exp(-0.5 * px * px / (sigma * sigma)));
    total += taps[i];
  }
  for (float& tap : taps) tap /= total;
  std::vector<float> padded(static_cast<std::size_t>(w + 2 * radius));
  for (int y = 0; y < h; ++y) {
    float* row = &plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(w)];
    for (int x = 0; x < w + 2 * radius; ++x)
      padded[static_cast<std::size_t>(x)] = row[std::clamp(x - radius, 0, w - 1)];
    std::fill(row, row + w, 0.0F);
    for (int k = 0; k <= 2 * radius; ++k) {
      const float tap = taps[static_cast<std::size_t>(k)];
      const float* in = &padded[static_cast<std::size_t>(k)];
      for (int x = 0; x < w; ++x) row[x] += tap * in[x];
    }
  }
  std::vector<float> result(plane.size(), 0.0F);
  for (int y = 0; y < h; ++y) {
    float* out = &result[static_cast<std::size_t>(y) * static_cast<std::size_t>(w)];
    for (int k = 0; k <= 2 * radius; ++k) {
      const float tap = taps[static_cast<std::size_t>(k)];
      const int from = std::clamp(y + k - radius, 0, h - 1);
      const float* in = &plane[static_cast<std::size_t>(from) * static_cast<std::size_t>(w)];
      for (int x = 0; x < w; ++x) out[x] += tap * in[x];
    }
  }
  plane.swap(result);
}

}  // namespace tonsure
