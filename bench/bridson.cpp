#include "bridson.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/rng.h"

namespace tonsure::bench {
namespace {

using Point = Vec2<PlaneMm>;

/// The background grid: squares with a diagonal of the smallest radius there is, so that each holds one dot at most.
/// Where the density is lower than at its peak, a candidate's radius spans more of them, and all of these are looked
/// at, up to the first dot that is too near.
class BackgroundGrid {
 public:
  BackgroundGrid(Point origin, double width_mm, double height_mm, double smallest_radius_mm)
      : origin_(origin),
        per_mm_(std::sqrt(2.0) / smallest_radius_mm),
        columns_(static_cast<int>(width_mm * per_mm_) + 1),
        rows_(static_cast<int>(height_mm * per_mm_) + 1),
        dots_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), kNone) {}

  void add(Point p) { dots_[index(column(p.x), row(p.y))] = p; }

  /// @param p  on the grid
  [[nodiscard]] bool is_free(Point p, double radius_mm) const {
    const int left = column(std::max(p.x - radius_mm, origin_.x));
    const int right = std::min(column(p.x + radius_mm), columns_ - 1);
    const int top = row(std::max(p.y - radius_mm, origin_.y));
    const int bottom = std::min(row(p.y + radius_mm), rows_ - 1);
    const double nearest2 = radius_mm * radius_mm;
    for (int j = top; j <= bottom; ++j) {
      for (int i = left; i <= right; ++i) {
        const Point to = dots_[index(i, j)] - p;
        if (dot(to, to) < nearest2) return false;
      }
    }
    return true;
  }

 private:
  static constexpr Point kNone = {std::numeric_limits<double>::infinity(), 0};  // infinitely far from everything

  [[nodiscard]] int column(double x) const { return static_cast<int>((x - origin_.x) * per_mm_); }
  [[nodiscard]] int row(double y) const { return static_cast<int>((y - origin_.y) * per_mm_); }
  [[nodiscard]] std::size_t index(int i, int j) const {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(i);
  }

  Point origin_;
  double per_mm_;
  int columns_, rows_;
  std::vector<Point> dots_;
};

/// Uniform in the ring from 1 to 2 radii. By rejection from the square about it, which is quicker than sine and cosine.
Point in_ring(Rng& rng, double radius) {
  for (;;) {
    const std::uint64_t bits = rng.bits();
    const double x = static_cast<double>(bits >> 32U) * 0x1.0p-30 - 2;  // in [-2, 2)
    const double y = static_cast<double>(bits & 0xFFFFFFFFU) * 0x1.0p-30 - 2;
    const double square = x * x + y * y;
    if (square >= 1 && square < 4) return {radius * x, radius * y};
  }
}

/// Middle of the densest cell.
Point densest(const DensityGrid<PlaneMm>& density, double& peak_per_cm2) {
  const auto cells = density.per_cm2.view();
  Point at;
  peak_per_cm2 = 0;
  for (int y = 0; y < cells.height; ++y) {
    for (int x = 0; x < cells.width; ++x) {
      const auto value = static_cast<double>(*cells.pixel(x, y));
      if (value <= peak_per_cm2) continue;
      peak_per_cm2 = value;
      at = density.origin + density.cell_mm * Point{x + 0.5, y + 0.5};
    }
  }
  return at;
}

}  // namespace

Points<PlaneMm> place_bridson(const DensityGrid<PlaneMm>& density, std::uint64_t seed) {
  double peak = 0;
  const Point start = densest(density, peak);
  if (peak <= 0) return {};
  const auto radius_at = [](double per_cm2) { return 10 * kBridsonRadius / std::sqrt(per_cm2); };
  BackgroundGrid grid(density.origin, density.cell_mm * density.per_cm2.width(),
                      density.cell_mm * density.per_cm2.height(), radius_at(peak));
  Rng rng(seed, RngStage::kPlacement);
  struct Active {
    Point at;
    double radius_mm;
  };
  Points<PlaneMm> dots;
  std::vector<Active> active;
  const auto add = [&](Point p, double radius_mm) {
    dots.push_back(p);
    active.push_back({p, radius_mm});
    grid.add(p);
  };
  const auto grow_from = [&](const Active& a) {
    for (int i = 0; i < kBridsonCandidates; ++i) {
      const Point p = a.at + in_ring(rng, a.radius_mm);
      const double per_cm2 = density_at(density, p);
      if (per_cm2 <= 0) continue;
      const double radius_mm = radius_at(per_cm2);
      if (!grid.is_free(p, radius_mm)) continue;
      add(p, radius_mm);
      return true;
    }
    return false;
  };
  add(start, radius_at(peak));
  while (!active.empty()) {
    const auto i = static_cast<std::size_t>(rng.uniform() * static_cast<double>(active.size()));
    if (grow_from(Active(active[i]))) continue;
    active[i] = active.back();
    active.pop_back();
  }
  return dots;
}

}  // namespace tonsure::bench
