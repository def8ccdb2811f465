#include "keep_out.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "density_lookup.h"
#include "regularity.h"

namespace tonsure::placement {
namespace {

/// Discs in square bins, so that those about a point are found at once. The few that cover many bins stand apart.
class DiscBins {
 public:
  DiscBins(const std::vector<Disc>& discs, const Box& box, double bin_mm) : discs_(discs), box_(box), bin_mm_(bin_mm) {
    constexpr int kMostBins = 64;
    columns_ = 1 + static_cast<int>((box.max_x - box.min_x) / bin_mm);
    rows_ = 1 + static_cast<int>((box.max_y - box.min_y) / bin_mm);
    std::vector<std::pair<std::size_t, std::uint32_t>> entries;
    for (std::uint32_t i = 0; i < discs.size(); ++i) {
      const Disc& d = discs[i];
      if (d.x + d.radius < box.min_x || d.x - d.radius > box.max_x || d.y + d.radius < box.min_y ||
          d.y - d.radius > box.max_y)
        continue;
      const int x0 = column(d.x - d.radius), x1 = column(d.x + d.radius), y0 = row(d.y - d.radius),
                y1 = row(d.y + d.radius);
      if (static_cast<std::int64_t>(x1 - x0 + 1) * (y1 - y0 + 1) > kMostBins) {
        large_.push_back(i);
        continue;
      }
      for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) entries.emplace_back(bin(x, y), i);
      }
    }
    std::sort(entries.begin(), entries.end());
    first_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 1, 0);
    for (const auto& [b, disc] : entries) {
      ++first_[b + 1];
      binned_.push_back(disc);
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
  }

  /// The disc of lowest index that covers a point, or null: a choice that no box and no bins have a say in.
  [[nodiscard]] const Disc* at(double x, double y) const {
    const Disc* lowest = nullptr;
    const auto see = [&](std::uint32_t i) {
      const Disc& d = discs_[i];
      const double dx = x - d.x, dy = y - d.y;
      if (dx * dx + dy * dy < d.radius * d.radius && (lowest == nullptr || &d < lowest)) lowest = &d;
    };
    for (const std::uint32_t i : large_) see(i);
    const std::size_t b = bin(column(x), row(y));
    for (std::size_t k = first_[b]; k < first_[b + 1]; ++k) see(binned_[k]);
    return lowest;
  }

 private:
  [[nodiscard]] int column(double x) const {
    return static_cast<int>(std::clamp((x - box_.min_x) / bin_mm_, 0.0, columns_ - 1.0));
  }
  [[nodiscard]] int row(double y) const {
    return static_cast<int>(std::clamp((y - box_.min_y) / bin_mm_, 0.0, rows_ - 1.0));
  }
  [[nodiscard]] std::size_t bin(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x);
  }

  const std::vector<Disc>& discs_;
  Box box_;
  double bin_mm_;
  int columns_ = 0, rows_ = 0;
  std::vector<std::uint32_t> large_, binned_;
  std::vector<std::size_t> first_;
};

}  // namespace

void keep_out(const Ground& ground, const std::vector<Disc>& discs, Columns& dots) {
  if (discs.empty() || dots.size() == 0) return;
  constexpr int kTries = 4;          // a rim may lie in the next disc
  constexpr double kFarthest = 0.5;  // local spacings
  constexpr double kOutside = 1 + 1e-6;
  const auto [low_x, high_x] = std::minmax_element(dots.x_mm.begin(), dots.x_mm.end());
  const auto [low_y, high_y] = std::minmax_element(dots.y_mm.begin(), dots.y_mm.end());
  const Box box{static_cast<double>(*low_x), static_cast<double>(*low_y), static_cast<double>(*high_x),
                static_cast<double>(*high_y)};
  const DiscBins bins(discs, box, 0.125 * ground.lattice.block_mm);
  const DensityLookup lookup(ground.density);
  const double ranks_per_mm2 = ground.tile.dots * static_cast<double>(kRankScale) / ground.reference_per_mm2;
  const double longest = kLongestStep / std::sqrt(ground.reference_per_mm2);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const auto x0 = static_cast<double>(dots.x_mm[i]), y0 = static_cast<double>(dots.y_mm[i]);
    const double farthest = std::min(kFarthest * std::sqrt(ranks_per_mm2 / std::max(dots.density[i], 1)), longest);
    auto x = static_cast<float>(x0), y = static_cast<float>(y0);
    const Disc* disc = bins.at(x0, y0);
    const bool moved = disc != nullptr;
    for (int attempt = 0; disc != nullptr && attempt < kTries; ++attempt) {
      double dx = static_cast<double>(x) - disc->x, dy = static_cast<double>(y) - disc->y;
      const double d = std::sqrt(dx * dx + dy * dy);
      dx = d > 0 ? dx / d : 1;  // from the very centre, one way is as good as another
      dy = d > 0 ? dy / d : 0;
      const double r = disc->radius * kOutside + 1e-6 * farthest;
      x = static_cast<float>(disc->x + r * dx);
      y = static_cast<float>(disc->y + r * dy);
      disc = bins.at(static_cast<double>(x), static_cast<double>(y));
    }
    const double dx = static_cast<double>(x) - x0, dy = static_cast<double>(y) - y0;
    if (disc != nullptr || dx * dx + dy * dy > farthest * farthest || (moved && !(lookup.at(x, y) > 0))) continue;
    dots.move(i, kept);
    dots.x_mm[kept] = x;
    dots.y_mm[kept++] = y;
  }
  dots.resize(kept, true);
}

}  // namespace tonsure::placement
