#include "zone_area.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace tonsure {
namespace {

constexpr double kCellMm = 1;    // of the raster on which skin is shared out, in the chart
constexpr double kBucketMm = 4;  // of the index of dots, in the chart
constexpr double kMostReachMm = 4;
// Where Plan::area_cm2 is not known: skin within 0.8 of the distance of a dot's third neighbour, some 0.9 /
// sqrt(density), is its own. Gaps between evenly spread dots are narrower, the bare skin beyond them is not.
constexpr double kReachOfThird = 0.8;

/// Dots by square buckets of the chart.
class DotIndex {
 public:
  explicit DotIndex(const std::vector<Vec2<ScalpMm>>& dots) : dots_(dots) {
    low_ = high_ = dots.front();
    for (const auto p : dots) {
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
      high_ = {std::max(high_.x, p.x), std::max(high_.y, p.y)};
    }
    width_ = bucket(high_.x, low_.x) + 1;
    height_ = bucket(high_.y, low_.y) + 1;
    buckets_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    for (std::size_t i = 0; i < dots.size(); ++i)
      buckets_[at(bucket(dots[i].x, low_.x), bucket(dots[i].y, low_.y))].push_back(i);
  }

  [[nodiscard]] Vec2<ScalpMm> low() const { return low_; }
  [[nodiscard]] Vec2<ScalpMm> high() const { return high_; }

  /// Calls visit(index, squared distance) for all dots within one bucket's side.
  template <class Visit>
  void near(Vec2<ScalpMm> p, const Visit& visit) const {
    const int bx = bucket(p.x, low_.x), by = bucket(p.y, low_.y);
    for (int y = std::max(0, by - 1); y <= std::min(height_ - 1, by + 1); ++y)
      for (int x = std::max(0, bx - 1); x <= std::min(width_ - 1, bx + 1); ++x)
        for (const std::size_t i : buckets_[at(x, y)]) visit(i, dot(dots_[i] - p, dots_[i] - p));
  }

 private:
  static int bucket(double value, double low) { return static_cast<int>(std::floor((value - low) / kBucketMm)); }
  [[nodiscard]] std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }

  const std::vector<Vec2<ScalpMm>>& dots_;
  Vec2<ScalpMm> low_, high_;
  int width_ = 0, height_ = 0;
  std::vector<std::vector<std::size_t>> buckets_;
};

/// Squared distance of each dot's third neighbour, in the chart.
std::vector<double> squared_thirds(const std::vector<Vec2<ScalpMm>>& dots, const DotIndex& index) {
  std::vector<double> thirds;
  thirds.reserve(dots.size());
  for (const auto p : dots) {
    std::array<double, 4> nearest;  // the dot itself comes first
    nearest.fill(kMostReachMm * kMostReachMm);
    index.near(p, [&](std::size_t, double squared) {
      if (squared >= nearest.back()) return;
      nearest.back() = squared;
      for (std::size_t k = nearest.size() - 1; k > 0 && nearest[k] < nearest[k - 1]; --k)
        std::swap(nearest[k], nearest[k - 1]);
    });
    thirds.push_back(std::max(nearest.back(), 1e-6));  // dots may lie on top of each other
  }
  return thirds;
}

/// A piece of skin: whose it is, and how far from its dot, relative to how far dots are from each other there.
struct Piece {
  double remoteness = 0;
  double area_cm2 = 0;
  std::size_t zone = 0;
};

std::vector<Piece> share_out(const Plan& plan) {
  const DotIndex index(plan.dots.chart);
  const std::vector<double> thirds = squared_thirds(plan.dots.chart, index);
  const Vec2<ScalpMm> margin{kMostReachMm, kMostReachMm};
  const Vec2<ScalpMm> low = index.low() - margin, high = index.high() + margin;
  std::vector<Piece> pieces;
  for (double y = low.y + 0.5 * kCellMm; y < high.y; y += kCellMm) {
    for (double x = low.x + 0.5 * kCellMm; x < high.x; x += kCellMm) {
      const Vec2<ScalpMm> p{x, y};
      double best = kMostReachMm * kMostReachMm;
      std::optional<std::size_t> owner;
      index.near(p, [&](std::size_t i, double squared) {
        if (squared >= best) return;
        best = squared;
        owner = i;
      });
      if (!owner) continue;
      pieces.push_back({std::sqrt(best / thirds[*owner]), area_factor(plan.surface, p) * kCellMm * kCellMm / 100,
                        static_cast<std::size_t>(plan.dots.zone[*owner])});
    }
  }
  return pieces;
}

}  // namespace

std::array<double, kAllZones.size()> zone_areas_cm2(const Plan& plan) {
  std::array<double, kAllZones.size()> areas{};
  if (plan.dots.size() == 0) return areas;
  std::vector<Piece> pieces = share_out(plan);
  // Skin among the dots first, then what lies beside them, until the plan's area is reached.
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.remoteness < b.remoteness; });
  double sum = 0;
  for (const Piece& piece : pieces) {
    if (plan.area_cm2 > 0 ? sum >= plan.area_cm2 : piece.remoteness > kReachOfThird) break;
    areas[piece.zone] += piece.area_cm2;
    sum += piece.area_cm2;
  }
  // What is left to make up is a cell, or skin farther from all dots than they reach.
  if (plan.area_cm2 > 0 && sum > 0)
    for (double& area : areas) area *= plan.area_cm2 / sum;
  return areas;
}

}  // namespace tonsure
