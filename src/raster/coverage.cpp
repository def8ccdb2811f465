#include "coverage.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "row_spans.h"

namespace tonsure {

std::vector<float> polygon_coverage(const Points<PhotoPx>& polygon, const PixelRect& rect) {
  std::vector<float> coverage(rect.size(), 0.0F);
  const std::size_t n = polygon.size();

  const bool near_an_edge = [&] {
    for (std::size_t i = 0, j = n - 1; i < n; j = i++) {
      const auto a = polygon[j], b = polygon[i];
      if (std::min(a.x, b.x) < rect.x1 + kEdgePx && std::max(a.x, b.x) > rect.x0 - kEdgePx &&
          std::min(a.y, b.y) < rect.y1 + kEdgePx && std::max(a.y, b.y) > rect.y0 - kEdgePx)
        return true;
    }
    return false;
  }();
  if (!near_an_edge) {  // all of it lies on one side
    const Vec2<PhotoPx> middle{0.5 * (rect.x0 + rect.x1), 0.5 * (rect.y0 + rect.y1)};
    std::fill(coverage.begin(), coverage.end(), contains<PhotoPx>(polygon, middle) ? 1.0F : 0.0F);
    return coverage;
  }

  for_each_inside(polygon, rect, [&](int x, int y) { coverage[rect.index(x, y)] = 1.0F; });

  // Near an edge, the signed distance to it decides.
  std::vector<float> distance(coverage.size(), static_cast<float>(kEdgePx));
  for (std::size_t i = 0, j = n - 1; i < n; j = i++) {
    const auto a = polygon[j], b = polygon[i];
    const int x0 = std::max(rect.x0, static_cast<int>(std::floor(std::max(-1e6, std::min(a.x, b.x)) - kEdgePx)));
    const int x1 = std::min(rect.x1, static_cast<int>(std::ceil(std::min(1e6, std::max(a.x, b.x)) + kEdgePx)) + 1);
    const int y0 = std::max(rect.y0, static_cast<int>(std::floor(std::max(-1e6, std::min(a.y, b.y)) - kEdgePx)));
    const int y1 = std::min(rect.y1, static_cast<int>(std::ceil(std::min(1e6, std::max(a.y, b.y)) + kEdgePx)) + 1);
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) {
        const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
        const auto d = static_cast<float>(norm(p - (a + nearest_on_segment(a, b, p) * (b - a))));
        float& nearest = distance[rect.index(x, y)];
        nearest = std::min(nearest, d);
      }
    }
  }
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    const float signed_distance = coverage[i] > 0.5F ? distance[i] : -distance[i];
    coverage[i] = std::clamp(0.5F + signed_distance / static_cast<float>(kEdgePx), 0.0F, 1.0F);
  }
  return coverage;
}

}  // namespace tonsure
