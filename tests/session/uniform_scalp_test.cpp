// A uniform density comes out uniform on the head, not on the chart: counts by band, and how dots are spread.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/placement/place.h>
#include <tonsure/scalp/surface.h>

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

constexpr double kPerCm2 = 150;
constexpr double kLowestMm = -30;  // the limb of a head seen from above lies higher

struct Placed {
  ScalpSurface surface;
  DensityGrid<ScalpMm> grid;
  std::vector<Head> dots;
};

/// `kPerCm2` on the skin down to `kLowestMm`.
Placed place_uniformly(const ScalpSurface& surface) {
  Placed out{surface, {}, {}};
  constexpr int kSide = 700;
  out.grid.origin = {-350, -350};
  out.grid.per_cm2 = Image<float>(kSide, kSide, 1);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const ChartFrame frame = chart_frame(surface, {x + 0.5 - 350, y + 0.5 - 350});
      if (frame.point.y < kLowestMm) continue;
      *out.grid.per_cm2.view().pixel(x, y) = static_cast<float>(kPerCm2 * norm(cross(frame.along_u, frame.along_v)));
    }
  }
  const auto dots = place_dots(out.grid, PlacementOptions{.session_shares = {1.0}}, 1);
  EXPECT_TRUE(dots.ok()) << dots.error().message();
  for (const auto uv : dots->positions) out.dots.push_back(from_chart(surface, uv));
  return out;
}

/// Distances to the nearest neighbour on the skin times the root of the density, of the dots that `wanted` picks.
template <class Wanted>
std::pair<double, double> nearest_neighbours(const std::vector<Head>& dots, const Wanted& wanted) {
  std::vector<Head> sorted = dots;
  std::sort(sorted.begin(), sorted.end(), [](Head a, Head b) { return a.x < b.x; });
  double sum = 0, square = 0, count = 0;
  constexpr double kReachMm = 3;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (!wanted(sorted[i])) continue;
    double nearest = kReachMm;
    for (std::size_t k = i; k-- > 0 && sorted[i].x - sorted[k].x < nearest;)
      nearest = std::min(nearest, norm(sorted[k] - sorted[i]));
    for (std::size_t k = i + 1; k < sorted.size() && sorted[k].x - sorted[i].x < nearest; ++k)
      nearest = std::min(nearest, norm(sorted[k] - sorted[i]));
    const double scaled = nearest * std::sqrt(kPerCm2 / 100);
    sum += scaled;
    square += scaled * scaled;
    ++count;
  }
  EXPECT_GT(count, 2000) << "too few to tell 3 %";
  return {sum / count, std::sqrt(square / count - sum / count * sum / count)};
}

TEST(UniformScalp, TwentyBandsFromCrownToLimbHaveTheDensity) {
  for (const HeadShape& shape : {HeadShape{}, HeadShape{72, 96, 104, 0.03, -0.02, 0.02, 0.03}}) {
    const Placed placed = place_uniformly(ScalpSurface(shape));
    constexpr int kBands = 20;
    // Bands of equal height: the skin of each by fine cells of the chart, four to a cell of the density.
    const double top = half_extents_mm(placed.surface).y;
    std::array<double, kBands> area_cm2{}, count{};
    const auto band_of = [&](double y) {
      return std::clamp(static_cast<int>(kBands * (top - y) / (top - kLowestMm)), 0, kBands - 1);
    };
    constexpr double kCell = 0.5;
    for (double u = -350; u < 350; u += kCell) {
      for (double v = -350; v < 350; v += kCell) {
        const ChartFrame frame = chart_frame(placed.surface, {u + kCell / 2, v + kCell / 2});
        if (frame.point.y < kLowestMm) continue;
        area_cm2[static_cast<std::size_t>(band_of(frame.point.y))] +=
            norm(cross(frame.along_u, frame.along_v)) * kCell * kCell / 100;
      }
    }
    for (const Head p : placed.dots) ++count[static_cast<std::size_t>(band_of(p.y))];
    for (std::size_t b = 0; b < kBands; ++b)
      EXPECT_NEAR(count[b] / area_cm2[b] / kPerCm2, 1, 0.05) << "band " << b << " of " << area_cm2[b] << " cm2";
  }
}

TEST(UniformScalp, SteepSidesAreAsWellSpreadAsTheTop) {
  const Placed placed = place_uniformly(ScalpSurface());
  const auto top = nearest_neighbours(placed.dots, [&](Head p) { return surface_normal(placed.surface, p).y > 0.85; });
  const auto sides = nearest_neighbours(
      placed.dots, [&](Head p) { return p.y > kLowestMm + 5 && std::fabs(surface_normal(placed.surface, p).y) < 0.3; });
  RecordProperty("top_mean", std::to_string(top.first));
  RecordProperty("sides_mean", std::to_string(sides.first));
  EXPECT_NEAR(sides.first / top.first, 1, 0.03);
  EXPECT_NEAR(sides.second / top.second, 1, 0.06);  // of the spread: its own estimate errs by 1 / sqrt(2 n), 1 %
}

}  // namespace
}  // namespace tonsure
