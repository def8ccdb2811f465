#include <tonsure/scalp/surface.h>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/rng.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

/// Seeded chart positions over the cranium.
std::vector<Vec2<ScalpMm>> chart_positions() {
  std::vector<Vec2<ScalpMm>> positions;
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 200; ++i) positions.push_back({rng.uniform(-180, 180), rng.uniform(-180, 180)});
  return positions;
}

/// A head that no population has: everything at once, and well beyond its spread.
ScalpSurface odd_head() {
  return ScalpSurface(HeadShape{70, 100, 104, 0.05, -0.04, 0.03, -0.05});
}

TEST(HeadShape, HasItsExtents) {
  // A tenth of a millimetre: extents are taken on a grid of directions.
  const Head mean = half_extents_mm(ScalpSurface());
  EXPECT_NEAR(mean.x, 77, 0.1);
  EXPECT_NEAR(mean.y, 90, 0.1);
  EXPECT_NEAR(mean.z, 100, 0.1);
  const Head large = half_extents_mm(ScalpSurface(HeadShape{80, 95, 105}));
  EXPECT_NEAR(large.x, 80, 0.1);
  EXPECT_NEAR(large.y, 95, 0.1);
  EXPECT_NEAR(large.z, 105, 0.1);
}

TEST(HeadShape, ModesLeaveTheAxesAlone) {
  const HeadShape bent{
      .frontal_squareness = 0.1, .horizontal_squareness = 0.1, .sagittal_squareness = 0.1, .forward_tilt = 0.1};
  for (const Head axis : {Head{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, -1}})
    EXPECT_NEAR(head_radius_mm(bent, axis), head_radius_mm({}, axis), 1e-9);
  EXPECT_GT(head_radius_mm(bent, normalized(Head{77, 90, 0})), head_radius_mm({}, normalized(Head{77, 90, 0})) + 5);
}

TEST(HeadShape, ItsScalpHasTheAreaThatHeadsHave) {
  // 492 +- 31 cm2 by tape [M], 500 [C], 520 in men: the skin above a plane from the hairline (y = 55 in front) to the
  // nape (y = -45 behind).
  const ScalpSurface surface;
  double area_cm2 = 0;
  constexpr double kCell = 1.0;
  for (double u = -400; u < 400; u += kCell) {
    for (double v = -400; v < 400; v += kCell) {
      const Vec2<ScalpMm> uv{u + kCell / 2, v + kCell / 2};
      const Head p = from_chart(surface, uv);
      if (p.y > 55 - (100 - p.z) * 100 / 200) area_cm2 += area_factor(surface, uv) * kCell * kCell / 100;
    }
  }
  EXPECT_NEAR(area_cm2, 500, 31);
}

TEST(Surface, RadiusIsThatOfTheShape) {
  const ScalpSurface surface = odd_head();
  for (const auto uv : chart_positions()) {
    const Head d = normalized(from_chart(surface, uv));
    // A spline through nodes 3 degrees apart.
    EXPECT_NEAR(radius_mm(surface, d), head_radius_mm(*surface.shape(), d), 0.003);
  }
}

TEST(Surface, ChartAndSurfaceInvertEachOther) {
  for (const ScalpSurface& surface : {ScalpSurface(), odd_head()}) {
    for (const auto uv : chart_positions()) {
      const auto back = to_chart(surface, from_chart(surface, uv));
      EXPECT_NEAR(back.x, uv.x, 1e-9);
      EXPECT_NEAR(back.y, uv.y, 1e-9);
    }
  }
}

TEST(Surface, ChartIsTrueToScaleAtTheTop) {
  for (const ScalpSurface& surface : {ScalpSurface(), odd_head()}) {
    const ChartFrame frame = chart_frame(surface, {0, 0});
    EXPECT_NEAR(frame.point.x, 0, 1e-9);
    EXPECT_NEAR(frame.point.z, 0, 1e-9);
    EXPECT_NEAR(frame.along_u.x, 1, 1e-9) << "u runs to the head's left";
    EXPECT_NEAR(frame.along_v.z, -1, 1e-9) << "v runs to the back";
  }
}

TEST(Surface, ChartIsNearlyConformal) {
  const ChartDistortion mean = chart_distortion(ScalpSurface());
  EXPECT_LT(mean.mean_stretch, 1.005);
  EXPECT_LT(mean.worst_stretch, 1.03);
  const ChartDistortion odd = chart_distortion(odd_head());
  EXPECT_LT(odd.mean_stretch, 1.03) << "a head five standard deviations from the mean in every respect";
  EXPECT_LT(odd.worst_stretch, 1.10);
  // A sphere's chart is the stereographic one, which is conformal.
  const RadialGrid ball{65, std::vector<double>(65UL * 65, 90.0)};
  const ChartDistortion sphere = chart_distortion(ScalpSurface::measured(ball).value(), 60);
  EXPECT_LT(sphere.worst_stretch, 1 + 1e-6);
}

TEST(Surface, ChartFrameIsTheDerivative) {
  const ScalpSurface surface = odd_head();
  constexpr double kStep = 1e-4;  // central differences: error of the order of 1e-8 / 100 mm^2
  for (const auto uv : chart_positions()) {
    const ChartFrame frame = chart_frame(surface, uv);
    const Head du =
        (0.5 / kStep) * (from_chart(surface, {uv.x + kStep, uv.y}) - from_chart(surface, {uv.x - kStep, uv.y}));
    const Head dv =
        (0.5 / kStep) * (from_chart(surface, {uv.x, uv.y + kStep}) - from_chart(surface, {uv.x, uv.y - kStep}));
    EXPECT_LT(norm(frame.along_u - du), 1e-6);
    EXPECT_LT(norm(frame.along_v - dv), 1e-6);
  }
}

TEST(Surface, NormalIsAcrossBothTangents) {
  const ScalpSurface surface = odd_head();
  for (const auto uv : chart_positions()) {
    const ChartFrame frame = chart_frame(surface, uv);
    const Head n = surface_normal(surface, frame.point);
    EXPECT_NEAR(norm(n), 1, 1e-12);
    EXPECT_NEAR(dot(n, normalized(frame.along_u)), 0, 1e-9);
    EXPECT_NEAR(dot(n, normalized(frame.along_v)), 0, 1e-9);
    EXPECT_GT(dot(n, frame.point), 0);
  }
}

TEST(Surface, AMeasuredHeadIsTheOneMeasured) {
  const ScalpSurface parametric = odd_head();
  constexpr int kNodes = 201;
  RadialGrid grid{kNodes, {}};
  for (int j = 0; j < kNodes; ++j) {
    for (int i = 0; i < kNodes; ++i) {
      // The equal-area map, written out anew.
      double x = -2 + 4.0 * i / (kNodes - 1), z = -2 + 4.0 * j / (kNodes - 1);
      const double shrink = std::min(1.0, 1.93 / std::hypot(x, z));
      x *= std::isfinite(shrink) ? shrink : 1;
      z *= std::isfinite(shrink) ? shrink : 1;
      const double r2 = x * x + z * z, k = std::sqrt(1 - r2 / 4);
      grid.radius_mm.push_back(radius_mm(parametric, {k * x, 1 - r2 / 2, k * z}));
    }
  }
  const auto measured = ScalpSurface::measured(grid);
  ASSERT_TRUE(measured.ok()) << measured.error().message();
  for (const auto uv : chart_positions()) {
    const Head p = from_chart(parametric, uv);
    EXPECT_NEAR(radius_mm(*measured, normalized(p)), norm(p), 1e-3);
    EXPECT_LT(norm(from_chart(*measured, uv) - p), 0.6) << "charts differ by what they are short of conformal";
  }
}

TEST(Surface, RefusesGridsThatAreNoHead) {
  EXPECT_EQ(ScalpSurface::measured({3, std::vector<double>(9, 90.0)}).error().where, "nodes");
  EXPECT_EQ(ScalpSurface::measured({17, std::vector<double>(9, 90.0)}).error().where, "radius_mm");
  RadialGrid grid{17, std::vector<double>(17UL * 17, 90.0)};
  grid.radius_mm[5] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(ScalpSurface::measured(grid).error().where, "radius_mm[5]");
  grid.radius_mm[5] = 19;
  EXPECT_FALSE(ScalpSurface::measured(grid).ok());
}

TEST(SkinDistance, IsTheGreatCircleOfASphere) {
  const ScalpSurface sphere = ScalpSurface::measured({65, std::vector<double>(65UL * 65, 90.0)}).value();
  EXPECT_NEAR(skin_distance_mm(sphere, {0, 90, 0}, {90, 0, 0}), 90 * 1.5707963, 1e-2);
  const Head there = walk_on_skin(sphere, {0, 90, 0}, {90, 0, 0}, 45 * 3.14159265);
  EXPECT_NEAR(there.x, 90, 0.02);
  EXPECT_NEAR(there.y, 0, 0.02);
}

// The claim is 1 %: a shortest path found on a fine graph of the skin is never longer than the section by more.
TEST(SkinDistance, IsWithinOnePercentOfTheShortestPath) {
  const ScalpSurface surface;
  Rng rng(5, RngStage::kTest);
  for (int n = 0; n < 12; ++n) {
    const Head a = from_chart(surface, {rng.uniform(-80, 80), rng.uniform(-80, 80)});
    const Head b = from_chart(surface, {rng.uniform(-80, 80), rng.uniform(-80, 80)});
    const double section = skin_distance_mm(surface, a, b);
    if (section > 150 || section < 10) continue;
    // A chain of points, pulled straight: each moves to where its two neighbours are nearest, on the skin.
    constexpr int kLinks = 40;
    std::vector<Head> chain;
    for (int i = 0; i <= kLinks; ++i) {
      const Head d = normalized(a + (1.0 * i / kLinks) * (b - a));
      chain.push_back(radius_mm(surface, d) * d);
    }
    for (int sweep = 0; sweep < 3000; ++sweep) {
      for (std::size_t i = 1; i < kLinks; ++i) {
        const Head d = normalized(0.5 * (chain[i - 1] + chain[i + 1]));
        chain[i] = radius_mm(surface, d) * d;
      }
    }
    double shortest = 0;
    for (std::size_t i = 1; i <= kLinks; ++i) shortest += norm(chain[i] - chain[i - 1]);
    EXPECT_LT(section, 1.01 * shortest) << n;
    EXPECT_GT(section, 0.999 * shortest) << n;  // chords of the chain are short by up to 0.1 %
  }
}

TEST(SkinDistance, WalkingArrives) {
  const ScalpSurface surface = odd_head();
  const Head a = from_chart(surface, {10, -90}), b = from_chart(surface, {-60, 50});
  const double distance = skin_distance_mm(surface, a, b);
  EXPECT_LT(norm(walk_on_skin(surface, a, b, distance) - b), 0.01);
  const Head half = walk_on_skin(surface, a, b, distance / 2);
  EXPECT_NEAR(skin_distance_mm(surface, a, half), distance / 2, 0.01);
}

}  // namespace
}  // namespace tonsure
