// How far down a scalp reaches: below, the chart stretches without bound, and no hair of the head grows.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <tonsure/scalp/surface.h>

namespace tonsure {

class ScalpLimit {
 public:
  explicit ScalpLimit(const ScalpSurface& surface) : lowest_mm_(-kLowest * half_extents_mm(surface).y) {}

  /// Whether a point of the skin lies below, by more than a margin.
  [[nodiscard]] bool is_below(Vec3<HeadMm> point, double margin_mm) const {
    return point.y + margin_mm < lowest_mm_ || point.y + margin_mm < kLeastSine * norm(point);
  }

  /// What the scalp covers of the chart: its low and its high corner.
  [[nodiscard]] static std::pair<Vec2<ScalpMm>, Vec2<ScalpMm>> chart_box(const ScalpSurface& surface) {
    constexpr int kDirections = 72;
    Vec2<ScalpMm> low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
    const double across = std::sqrt(1 - kLeastSine * kLeastSine);
    for (int i = 0; i < kDirections; ++i) {
      const double turn = 2 * std::numbers::pi * i / kDirections;
      const auto uv = to_chart(surface, {across * std::sin(turn), kLeastSine, across * std::cos(turn)});
      low = {std::min(low.x, uv.x), std::min(low.y, uv.y)};
      high = {std::max(high.x, uv.x), std::max(high.y, uv.y)};
    }
    return {low, high};
  }

 private:
  static constexpr double kLowest = 0.9;       ///< of the height above mid-head; napes end at some 0.7 [E]
  static constexpr double kLeastSine = -0.82;  ///< of the elevation, 55 degrees below mid-head, under any nape [E]

  double lowest_mm_;
};

}  // namespace tonsure
