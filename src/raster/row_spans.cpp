#include "row_spans.h"

#include <algorithm>

namespace tonsure {

std::vector<std::pair<double, double>> spans_inside(const Points<PhotoPx>& polygon, double at, bool upright) {
  std::vector<double> crossings;
  for (std::size_t i = 0, n = polygon.size(), j = n - 1; i < n; j = i++) {
    auto a = polygon[i], b = polygon[j];
    if (upright) {
      std::swap(a.x, a.y);
      std::swap(b.x, b.y);
    }
    if ((a.y > at) != (b.y > at)) crossings.push_back((b.x - a.x) * (at - a.y) / (b.y - a.y) + a.x);
  }
  std::sort(crossings.begin(), crossings.end());
  std::vector<std::pair<double, double>> spans;
  for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) spans.emplace_back(crossings[k], crossings[k + 1]);
  return spans;
}

Points<PhotoPx> in_cells(const Points<PhotoPx>& polygon, Vec2<PhotoPx> origin, double px) {
  Points<PhotoPx> scaled;
  scaled.reserve(polygon.size());
  for (const auto& p : polygon) scaled.push_back({(p.x - origin.x) / px, (p.y - origin.y) / px});
  return scaled;
}

}  // namespace tonsure
