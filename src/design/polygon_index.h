// Polygons and points asked about many times: sorted into bands or cells, so that a test looks at a few of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// A polygon, or a polyline, of which no inside is asked.
class PolygonIndex {
 public:
  explicit PolygonIndex(const Points<PhotoPx>& polygon, bool closed = true) {
    for (const auto p : polygon) {
      low_ = std::min(low_, p.y);
      high_ = std::max(high_, p.y);
    }
    const double height = std::max(high_ - low_, 1e-9);
    per_y_ = kBands / height;
    bands_.resize(kBands);
    for (std::size_t n = polygon.size(), i = closed ? 0 : 1, j = closed ? n - 1 : 0; i < n; j = i++) {
      const Edge edge{polygon[j], polygon[i]};
      const std::size_t last = band(std::max(edge.from.y, edge.to.y));
      for (std::size_t b = band(std::min(edge.from.y, edge.to.y)); b <= last; ++b) bands_[b].push_back(edge);
    }
  }

  /// By the even-odd rule, as `tonsure::contains`.
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

  /// Distance of p from the edges where it is below `reach`, else infinite. Stops at one of `enough` or less, which is
  /// then not the least.
  [[nodiscard]] double distance_within(Vec2<PhotoPx> p, double reach, double enough = 0) const {
    double least = INFINITY;
    if (!(p.y >= low_ - reach && p.y <= high_ + reach)) return least;
    const std::size_t last = band(p.y + reach);
    for (std::size_t b = band(p.y - reach); b <= last; ++b)
      for (const Edge& e : bands_[b]) {
        if (p.x < std::min(e.from.x, e.to.x) - reach || p.x > std::max(e.from.x, e.to.x) + reach) continue;
        const double off = norm(p - (e.from + nearest_on_segment(e.from, e.to, p) * (e.to - e.from)));
        if (off < reach) least = std::min(least, off);
        if (least <= enough) return least;
      }
    return least;
  }
  [[nodiscard]] bool is_near(Vec2<PhotoPx> p, double reach) const {
    return std::isfinite(distance_within(p, reach, reach));
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

/// Answers whether some point is nearer than a reach that is the same for all questions.
class PointIndex {
 public:
  PointIndex() = default;
  PointIndex(Points<PhotoPx> points, double reach) : points_(std::move(points)), reach_(reach) {
    std::sort(points_.begin(), points_.end(),
              [&](auto a, auto b) { return std::pair(row(a.y), a.x) < std::pair(row(b.y), b.x); });
  }

  [[nodiscard]] bool is_near(Vec2<PhotoPx> p) const {
    for (double r = row(p.y) - 1; r <= row(p.y) + 1; ++r) {
      // Of a row, the stretch of points that lie within reach along x.
      auto at = std::lower_bound(points_.begin(), points_.end(), std::pair(r, p.x - reach_),
                                 [&](auto a, auto wanted) { return std::pair(row(a.y), a.x) < wanted; });
      for (; at != points_.end() && row(at->y) == r && at->x <= p.x + reach_; ++at)
        if (norm(*at - p) < reach_) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] double row(double y) const { return std::floor(y / reach_); }

  Points<PhotoPx> points_;  ///< by rows as high as the reach, each from left to right
  double reach_ = 1;
};

}  // namespace tonsure
