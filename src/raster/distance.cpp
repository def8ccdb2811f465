#include "distance.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tonsure {

std::vector<float> distance_to_marked(const std::vector<unsigned char>& marked, int width, int height, float diagonal) {
  std::vector<float> distance(marked.size(), kFarPx);
  for (std::size_t i = 0; i < marked.size(); ++i)
    if (marked[i] != 0) distance[i] = 0;
  const auto at = [&](int x, int y) -> float& {
    return distance[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  };
  // From the pixels that a pass has been at: `turn` 1 from the left and above, -1 from the right and below.
  const auto relax = [&](int x, int y, int turn) {
    constexpr std::array<std::array<int, 2>, 4> kBefore = {{{-1, 0}, {0, -1}, {-1, -1}, {1, -1}}};
    for (const auto& [dx, dy] : kBefore) {
      const int from_x = x + turn * dx, from_y = y + turn * dy;
      if (from_x < 0 || from_y < 0 || from_x >= width || from_y >= height) continue;
      at(x, y) = std::min(at(x, y), at(from_x, from_y) + (dx != 0 && dy != 0 ? diagonal : 1.0F));
    }
  };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) relax(x, y, 1);
  for (int y = height - 1; y >= 0; --y)
    for (int x = width - 1; x >= 0; --x) relax(x, y, -1);
  return distance;
}

}  // namespace tonsure
