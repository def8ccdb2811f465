// Scenes that no head gives end in a plan of bounded size, or in an error that names the limit.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/rng.h"

#include "design/density.h"
#include "design/polygon_index.h"
#include "design/scalp_limit.h"
#include "design/scar_map.h"
#include "scalp/calibrate.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

Result<ScalpDesign> design_of(const Scene& scene) {
  const auto head = fit_head(scene);
  if (!head) return head.error();
  return design_density({&scene, 1}, {&*head, 1}, {});
}

Points<PhotoPx> circle(Vec2<PhotoPx> center, double radius) {
  Points<PhotoPx> out;
  for (int i = 0; i < 60; ++i) {
    const double turn = 2 * std::numbers::pi * i / 60;
    out.push_back(center + radius * Vec2<PhotoPx>{std::cos(turn), std::sin(turn)});
  }
  return out;
}

/// A whole disc for a head, its lower half as good as its upper: the chart stretches without bound down there.
Scene disc(double mm_per_px) {
  Scene scene;
  scene.image = "disc.png";
  scene.width_px = scene.height_px = 700;
  scene.view = View::kRight;
  scene.mm_per_px = mm_per_px;
  scene.hairline = Points<PhotoPx>{};
  scene.head_outline = circle({350, 350}, 330);
  scene.scalp_region = circle({350, 350}, 320);
  return scene;
}

TEST(DesignBounds, TheGridEndsWhereTheScalpDoes) {
  for (const double mm_per_px : {0.36, 0.45}) {
    const auto design = design_of(disc(mm_per_px));
    if (!design) {
      EXPECT_EQ(design.error().code, ErrorCode::kResourceLimit) << design.error().message();
      EXPECT_EQ(design.error().where, "scalp_region");
      continue;
    }
    const auto size = design->density.per_cm2.view();
    EXPECT_LE(static_cast<double>(size.width) * size.height, 4e6) << mm_per_px;
  }
}

TEST(DesignBounds, NoCellLiesBelowTheScalp) {
  Scene scene = testing::front_scene(1);
  scene.hairline.reset();
  scene.head_outline = circle({130, 130}, 100);  // down to the jaw
  scene.scalp_region = circle({130, 130}, 95);
  const auto head = fit_head(scene);
  ASSERT_TRUE(head.ok()) << head.error().message();
  const auto design = design_density({&scene, 1}, {&*head, 1}, {});
  ASSERT_TRUE(design.ok()) << design.error().message();
  const ScalpLimit limit(head->surface);
  const auto density = design->density.per_cm2.view();
  std::size_t treated = 0;
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      if (*density.pixel(x, y) <= 0) continue;
      ++treated;
      EXPECT_FALSE(
          limit.is_below(from_chart(head->surface, design->density.origin + Vec2<ScalpMm>{x + 0.5, y + 0.5}), 0));
    }
  }
  EXPECT_GT(treated, 1000U);
}

TEST(DesignBounds, ThousandsOfPointsAtRandomAreRefusedByTheirLength) {
  Scene scene = testing::front_scene(1);
  Rng rng(1, RngStage::kTest);
  scene.hairline = Points<PhotoPx>{};
  for (int i = 0; i < 9999; ++i) scene.hairline->push_back({rng.uniform(0, 260), rng.uniform(0, 260)});
  const auto design = design_of(scene);
  ASSERT_FALSE(design.ok());
  EXPECT_EQ(design.error().code, ErrorCode::kResourceLimit);
  EXPECT_EQ(design.error().where, "hairline");
}

TEST(DesignBounds, ThousandsOfPointsAlongALineAreTaken) {
  Scene scene = testing::front_scene(1);
  const auto few = design_of(scene);
  ASSERT_TRUE(few.ok());
  scene.hairline = resample<PhotoPx>(*scene.hairline, 0.02, false);
  scene.scalp_region = resample<PhotoPx>(scene.scalp_region, 0.05, true);
  EXPECT_GT(scene.hairline->size(), 5000U);
  EXPECT_GT(scene.scalp_region.size(), 5000U);
  const auto many = design_of(scene);
  ASSERT_TRUE(many.ok()) << many.error().message();
  EXPECT_NEAR(many->area_cm2 / few->area_cm2, 1, 0.01);  // the same skin, whatever its border is cut into
}

TEST(PolygonIndex, AnswersAsThePlainLoopsDo) {
  Rng rng(7, RngStage::kTest);
  const auto anywhere = [&] { return Vec2<PhotoPx>{rng.uniform(-20, 120), rng.uniform(-20, 120)}; };
  for (int round = 0; round < 20; ++round) {
    Points<PhotoPx> points;
    for (int i = 0; i < 3 + round; ++i) points.push_back(anywhere());
    const PolygonIndex polygon(points), line(points, false);
    const PointIndex index(points, 4);
    for (int i = 0; i < 300; ++i) {
      const auto p = anywhere();
      const double off = distance_to_polyline<Vec2<PhotoPx>>(points, p, true);
      const double off_line = distance_to_polyline<Vec2<PhotoPx>>(points, p, false);
      EXPECT_EQ(polygon.contains(p), contains<PhotoPx>(points, p));
      EXPECT_EQ(polygon.is_near(p, 5), off < 5);
      EXPECT_EQ(polygon.distance_within(p, 9), off < 9 ? off : INFINITY);
      EXPECT_EQ(line.distance_within(p, 9), off_line < 9 ? off_line : INFINITY);
      double nearest = INFINITY;
      for (const auto q : points) nearest = std::min(nearest, norm(q - p));
      EXPECT_EQ(index.is_near(p), nearest < 4);
    }
  }
}

}  // namespace
}  // namespace tonsure
