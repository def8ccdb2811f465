#include <tonsure/design/hairline_handles.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <tonsure/session/session.h>
#include "design/hairline.h"
#include "scalp/calibrate.h"

#include "design/density.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

constexpr std::size_t kMiddleWay = kHairlineWaysMm.size() / 2;

/// An edge that lies on its guide.
Treatment smooth_edge() {
  Treatment treatment;
  treatment.hairline.asymmetry = 0;
  treatment.hairline.macro_amplitude_mm = 0;
  treatment.hairline.micro_amplitude_mm = 0;
  return treatment;
}

Scene without_hairline(Scene scene) {
  scene.hairline.reset();
  // The whole head above the brow, for a designed line to lie in it.
  scene.scalp_region = scene.head_outline;
  return scene;
}

struct Place {
  Vec2<PhotoPx> px;
  Vec2<PhotoPx> per_mm;  ///< forward
};

/// Between the two points of a guide that stand around a place.
Place place_at(const HairlineHandles& handles, double at) {
  std::size_t i = 1;
  while (i + 1 < handles.guide.size() && handles.guide[i].at < at) ++i;
  const HairlineGuidePoint &a = handles.guide[i - 1], &b = handles.guide[i];
  const double t = (at - a.at) / (b.at - a.at);
  const auto between = [&](std::size_t k) { return a.ahead_px[k] + t * (b.ahead_px[k] - a.ahead_px[k]); };
  return {between(kMiddleWay), 1 / 20.0 * (between(kMiddleWay + 1) - between(kMiddleWay - 1))};
}

TEST(HairlineHandles, AGuideThatTheSceneDrawsLiesWhereItWasDrawn) {
  const Scene scene = testing::front_scene();
  const FittedHead head = fit_head(scene).value();
  const HairlineHandles handles = hairline_handles(scene, head, {});
  ASSERT_GT(handles.guide.size(), 20U);
  double last = -1 - 1e-9;
  for (const HairlineGuidePoint& point : handles.guide) {
    EXPECT_GT(point.at, last);
    last = point.at;
    // Through the surface and back: what unproject leaves, far below a pixel.
    EXPECT_LT(distance_to_polyline<Vec2<PhotoPx>>(*scene.hairline, point.ahead_px[kMiddleWay], false), 0.1);
  }
  EXPECT_DOUBLE_EQ(handles.guide.front().at, -1);
  EXPECT_DOUBLE_EQ(handles.guide.back().at, 1);
  EXPECT_EQ(handles.handles, (std::vector<double>{-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8}));
  // In the middle, forward is down in the photo: 2 px per mm, less what the skin there turns away.
  const Place middle = place_at(handles, 0);
  EXPECT_NEAR(middle.per_mm.x, 0, 0.05);
  EXPECT_GT(middle.per_mm.y, 0.8);
  EXPECT_LT(middle.per_mm.y, 2.05);
}

TEST(HairlineHandles, ADesignedGuideIsTheDesignedHairline) {
  const Scene scene = without_hairline(testing::front_scene());
  const FittedHead head = fit_head(scene).value();
  const Treatment treatment;
  const HairlineHandles handles = hairline_handles(scene, head, treatment);
  const auto line = design_hairline(head.surface, {0, 0, radius_mm(head.surface, {0, 0, 1})}, treatment);
  ASSERT_EQ(handles.guide.size(), line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Projection seen = project(head.surface, head.view, line[i]);
    EXPECT_EQ(handles.guide[i].ahead_px[kMiddleWay], seen.position) << i;
    if (seen.cos_view < 0) {
      EXPECT_FALSE(handles.guide[i].shown) << i;
    }
  }
  ASSERT_GE(handles.handles.size(), 5U);
  for (const double at : handles.handles) EXPECT_LE(std::fabs(at), 0.8);
}

/// Where the plan's edge lies ahead of the guide along a handle's own way, mm: where behind_edge_mm changes its sign.
double edge_ahead_mm(const ScalpDesign& design, const FittedHead& head, const HairlineHandles& handles, double at) {
  std::size_t i = 1;
  while (i + 1 < handles.guide.size() && handles.guide[i].at < at) ++i;
  const auto& ways = handles.guide[i].ahead_px;
  const auto behind = design.behind_edge_mm.view();
  double last = NAN, last_way = NAN;
  for (double way = -25; way <= 25; way += 0.25) {
    const auto k = static_cast<std::size_t>(std::floor((way + 40) / 10));
    const double t = (way - kHairlineWaysMm.at(k)) / 10;
    const auto point = unproject(head.surface, head.view, ways.at(k) + t * (ways.at(k + 1) - ways.at(k)));
    if (!point) continue;
    const Vec2<ScalpMm> uv = to_chart(head.surface, *point);
    const int x = static_cast<int>(std::floor((uv.x - design.density.origin.x) / design.density.cell_mm));
    const int y = static_cast<int>(std::floor((uv.y - design.density.origin.y) / design.density.cell_mm));
    if (x < 0 || y < 0 || x >= behind.width || y >= behind.height) continue;
    const double now = static_cast<double>(*behind.pixel(x, y));
    if (!std::isfinite(now)) continue;
    if (last > 0 && now <= 0) return last_way + (way - last_way) * last / (last - now);
    last = now;
    last_way = way;
  }
  return NAN;
}

void expect_controls_move_the_edge(const Scene& scene) {
  const FittedHead head = fit_head(scene).value();
  Treatment treatment = smooth_edge();
  const HairlineHandles handles = hairline_handles(scene, head, treatment);
  // Short of the corners: where the guide turns sharply, its edge keeps its distance from both sides, so the corner
  // itself moves farther.
  for (const double at : {-0.2, 0.0, 0.2}) {
    ASSERT_NE(std::find(handles.handles.begin(), handles.handles.end(), at), handles.handles.end()) << at;
    for (const double forward_mm : {-12.0, 9.0}) {
      // The neighbours hold the line, as they do in the page.
      treatment.hairline.controls = {{at - 0.2, 0}, {at, forward_mm}, {at + 0.2, 0}};
      const auto design = design_density({&scene, 1}, {&head, 1}, treatment);
      ASSERT_TRUE(design.ok()) << design.error().message();
      // Cells of 1 mm, and pieces of the guide 0.8 mm apart.
      EXPECT_NEAR(edge_ahead_mm(*design, head, handles, at), forward_mm, 1.3) << "at " << at;
    }
  }
}

TEST(HairlineHandles, AControlMovesADrawnEdgeAsFarAsItSays) {
  expect_controls_move_the_edge(testing::front_scene());
}

TEST(HairlineHandles, AControlMovesADesignedEdgeAsFarAsItSays) {
  expect_controls_move_the_edge(without_hairline(testing::front_scene()));
}

TEST(HairlineHandles, HandlesStandAtThePlansControlsAndBetweenThem) {
  const Scene scene = testing::front_scene();
  const FittedHead head = fit_head(scene).value();
  Treatment treatment;
  treatment.hairline.controls = {{-0.45, 3}, {0.07, -2}, {0.99, 1}};  // the last one at the limb: not to be held
  HairlineHandles handles = hairline_handles(scene, head, treatment);
  EXPECT_EQ(handles.handles, (std::vector<double>{-0.8, -0.6, -0.45, -0.2, 0.07, 0.2, 0.4, 0.6, 0.8}));
  treatment.hairline.controls.clear();
  for (std::size_t i = 0; i < kMaxHairlineControls - 2; ++i)
    treatment.hairline.controls.push_back({-0.3 + 0.02 * static_cast<double>(i), 0});
  handles = hairline_handles(scene, head, treatment);
  EXPECT_EQ(handles.handles.size(), kMaxHairlineControls);
}

TEST(HairlineHandles, TurnedAwaySkinHasNone) {
  const Scene scene = testing::front_scene();
  const FittedHead head = fit_head(scene).value();
  HeadCamera turned = head.view.camera;
  turned.rotation = rotation_of({.yaw = 1.2});  // the head's left side comes towards the camera
  FittedHead turned_head = head;
  turned_head.view = see_head(head.surface, turned);
  const HairlineHandles front = hairline_handles(scene, head, {});
  Scene side = without_hairline(scene);
  side.scalp_region = {{0, 0}, {520, 0}, {520, 520}, {0, 520}};
  const HairlineHandles handles = hairline_handles(side, turned_head, {});
  ASSERT_FALSE(handles.handles.empty());
  ASSERT_LT(handles.handles.size(), front.handles.size());
  EXPECT_GT(handles.handles.front(), -0.5);
  EXPECT_DOUBLE_EQ(handles.handles.back(), 0.8);
}

TEST(HairlineHandles, APhotoWithoutAFrontHasNone) {
  Scene scene = testing::front_scene();
  const FittedHead head = fit_head(scene).value();
  scene.hairline.reset();
  for (const View view : {View::kTop, View::kBack, View::kCloseup}) {
    scene.view = view;
    EXPECT_TRUE(hairline_handles(scene, head, {}).handles.empty());
  }
}

}  // namespace
}  // namespace tonsure
