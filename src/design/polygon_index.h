// Point-in-polygon for many points: edges sorted into bands of y, so that a test looks at a few of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// Answers as `contains` does (even-odd rule).
class PolygonIndex {
 public:
  explicit PolygonIndex(const Points<PhotoPx>& polygon) {
    for (const auto p : polygon) {
      low_ = std::min(low_, p.y);
      high_ = std::max(high_, p.y);
    }
    const double height = std::max(high_ - low_, 1e-9);
    per_y_ = kBands / height;
    bands_.resize(kBands);
    for (std::size_t i = 0, n = polygon.size(), j = n - 1; i < n; j = i++) {
      const Edge edge{polygon[j], polygon[i]};
      const std::size_t last = band(std::max(edge.from.y, edge.to.y));
      for (std::size_t b = band(std::min(edge.from.y, edge.to.y)); b <= last; ++b) bands_[b].push_back(edge);
    }
  }

  [[nodiscard]] bool contains(Vec2<PhotoPx> p) const {
    if (!(p.y >= low_ && p.y <= high_)) return false;
    bool inside = false;
    for (const Edge& e : bands_[band(p.y)]) {
      if ((e.from.y > p.y) != (e.to.y > p.y) &&
          p.x < (e.to.x - e.from.x) * (p.y - e.from.y) / (e.to.y - e.from.y) + e.from.x)
        inside = !inside;
    }
    return inside;
  }

 private:
  struct Edge {
    Vec2<PhotoPx> from, to;
  };
  static constexpr int kBands = 128;

  [[nodiscard]] std::size_t band(double y) const {
    return static_cast<std::size_t>(std::clamp((y - low_) * per_y_, 0.0, kBands - 1.0));
  }

  double low_ = INFINITY, high_ = -INFINITY, per_y_ = 0;
  std::vector<std::vector<Edge>> bands_;
};

}  // namespace tonsure
