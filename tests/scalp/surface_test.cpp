#include <tonsure/scalp/surface.h>

#include <gtest/gtest.h>

#include <tonsure/core/rng.h>

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

/// Seeded chart positions over the scalp, within 150 mm of the top.
std::vector<Vec2<ScalpMm>> chart_positions() {
  std::vector<Vec2<ScalpMm>> positions;
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 200; ++i) positions.push_back({rng.uniform(-150, 150), rng.uniform(-150, 150)});
  return positions;
}

HeadView front_view() {
  HeadView view;
  view.rotation = {{{1, 0, 0}, {0, -1, 0}, {0, 0, 1}}};
  view.center = {500, 400};
  view.mm_per_px = 0.25;
  return view;
}

TEST(Surface, ChartAndSurfaceInvertEachOther) {
  const ScalpSurface surface;
  for (const auto uv : chart_positions()) {
    const auto back = to_chart(surface, from_chart(surface, uv));
    EXPECT_NEAR(back.x, uv.x, 1e-9);
    EXPECT_NEAR(back.y, uv.y, 1e-9);
  }
}

TEST(Surface, ChartIsTrueToScaleAtTheTop) {
  const ScalpSurface surface;
  EXPECT_NEAR(area_factor(surface, {0, 0}), 1, 1e-12);
  const ChartFrame frame = chart_frame(surface, {0, 0});
  EXPECT_NEAR(norm(frame.along_u), 1, 1e-12);
  EXPECT_NEAR(norm(frame.along_v), 1, 1e-12);
  EXPECT_NEAR(frame.along_u.x, 1, 1e-12) << "u runs to the head's left";
  EXPECT_NEAR(frame.along_v.z, -1, 1e-12) << "v runs to the back";
}

TEST(Surface, ChartFrameIsTheDerivative) {
  const ScalpSurface surface;
  constexpr double kStep = 1e-4;  // central differences: error of the order of 1e-8 / 100 mm^2
  for (const auto uv : chart_positions()) {
    if (std::fabs(from_chart(surface, uv).y) < 0.1) continue;  // the curvature jumps at mid-head
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
  const ScalpSurface surface;
  for (const auto uv : chart_positions()) {
    const Head n = surface_normal(surface, from_chart(surface, uv));
    const ChartFrame frame = chart_frame(surface, uv);
    EXPECT_NEAR(norm(n), 1, 1e-12);
    EXPECT_NEAR(dot(n, normalized(frame.along_u)), 0, 1e-9);
    EXPECT_NEAR(dot(n, normalized(frame.along_v)), 0, 1e-9);
  }
}

// The upper half of an ellipsoid of 77 x 95 x 100 mm has 515 cm2 (domain literature: half-ellipsoid 100 x 77 x 95).
TEST(Surface, AreaFactorIntegratesToTheHalfEllipsoid) {
  const ScalpSurface surface;
  double area_cm2 = 0;
  constexpr double kCell = 1.0;
  for (double u = -200; u < 200; u += kCell) {
    for (double v = -240; v < 240; v += kCell) {
      const Vec2<ScalpMm> uv{u + kCell / 2, v + kCell / 2};
      if (from_chart(surface, uv).y > 0) area_cm2 += area_factor(surface, uv) * kCell * kCell / 100;
    }
  }
  EXPECT_NEAR(area_cm2, 515, 3);  // the cited value is rounded; the grid errs by < 1
}

TEST(Surface, UnprojectInvertsProjectOnTheNearSide) {
  const ScalpSurface surface;
  HeadView view = front_view();
  view.silhouette.assign(64, 0.0);
  for (std::size_t i = 0; i < view.silhouette.size(); ++i)
    view.silhouette[i] = 0.08 * std::sin(2 * 3.14159265358979 * 3 * static_cast<double>(i) / 64);
  int seen = 0;
  for (const auto uv : chart_positions()) {
    const Head point = from_chart(surface, uv);
    const Projection p = project(surface, view, point);
    if (p.cos_view < 0.05) continue;
    const auto back = unproject(surface, view, p.position);
    ASSERT_TRUE(back.has_value());
    EXPECT_LT(norm(*back - point), 1e-5) << "at " << point.x << ' ' << point.y << ' ' << point.z;
    ++seen;
  }
  EXPECT_GT(seen, 50);
}

TEST(Surface, FootprintAreaIsForeshortenedByTheCosine) {
  const ScalpSurface surface;
  const HeadView view = front_view();
  for (const auto uv : chart_positions()) {
    const Head point = from_chart(surface, uv);
    const Projection p = project(surface, view, point);
    if (p.cos_view < 0.02) continue;
    const Footprint f = footprint(surface, view, point);
    const double px2_per_mm2 = std::fabs(f.xx * f.yy - f.xy * f.yx);
    EXPECT_NEAR(px2_per_mm2 * view.mm_per_px * view.mm_per_px, p.cos_view, 2e-4);  // finite differences of 0.05 mm
  }
}

TEST(Surface, NothingIsSeenOutsideTheSilhouette) {
  const ScalpSurface surface;
  const HeadView view = front_view();
  EXPECT_TRUE(inside_silhouette(surface, view, {500 + 76 * 4, 400}));
  EXPECT_FALSE(inside_silhouette(surface, view, {500 + 78 * 4, 400}));
  EXPECT_FALSE(unproject(surface, view, {500, 400 - 96 * 4}).has_value());
}

}  // namespace
}  // namespace tonsure
