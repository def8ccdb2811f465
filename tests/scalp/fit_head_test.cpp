#include <gtest/gtest.h>

#include <tonsure/phantom/phantom.h>
#include <tonsure/scalp/surface.h>

#include "support/scenes.h"

namespace tonsure {
namespace {

TEST(FitHead, FindsTheHeadOfAnExactOutline) {
  const auto head = fit_head(testing::front_scene(0.5));
  ASSERT_TRUE(head.ok()) << head.error().message();
  EXPECT_NEAR(head->surface.semi_axes_mm[0], 77, 1.0);  // priors pull by less than 1 mm
  EXPECT_NEAR(head->surface.semi_axes_mm[1], 95, 2.0);
  EXPECT_NEAR(head->view.center.x, 260, 1.0);
  EXPECT_NEAR(head->view.center.y, 260, 4.0);
}

TEST(FitHead, SilhouetteFollowsTheOutline) {
  Scene scene = testing::front_scene(0.5);
  for (auto& p : scene.head_outline) {  // a head that bulges 6 % on one side
    const double angle = std::atan2(260 - p.y, p.x - 260);
    const double bulge = 1 + 0.06 * std::exp(-std::pow((angle - 0.8) / 0.3, 2));
    p = {260 + bulge * (p.x - 260), 260 + bulge * (p.y - 260)};
  }
  const auto head = fit_head(scene);
  ASSERT_TRUE(head.ok()) << head.error().message();
  const Vec2<PhotoPx> middle{260, 255};
  for (std::size_t i = 3; i + 3 < scene.head_outline.size(); ++i) {
    const auto p = scene.head_outline[i];
    // 1 % of the radius: a silhouette of 128 directions, smoothed.
    EXPECT_TRUE(inside_silhouette(head->surface, head->view, middle + 0.985 * (p - middle))) << i;
    EXPECT_FALSE(inside_silhouette(head->surface, head->view, middle + 1.015 * (p - middle))) << i;
  }
}

TEST(FitHead, TurnsWithTheHead) {
  Scene scene = testing::front_scene(0.5);
  scene.face_points = {{"left_pupil", Vec2<PhotoPx>{320, 340}}, {"right_pupil", Vec2<PhotoPx>{196, 330}}};
  const auto rolled = fit_head(scene);
  ASSERT_TRUE(rolled.ok());
  EXPECT_NEAR(std::atan2(rolled->view.rotation[1][0], rolled->view.rotation[0][0]), std::atan2(10, 124), 1e-9);
  scene.face_points = {{"glabella", Vec2<PhotoPx>{260 - 97.0, 260}}};  // 48.5 mm towards image left
  const auto turned = fit_head(scene);
  ASSERT_TRUE(turned.ok());
  EXPECT_NEAR(std::asin(turned->view.rotation[2][0]), std::asin(0.5), 0.02) << "its left side comes forward";
}

TEST(FitHead, AssumesAMeanHeadWithoutAScaleAndSaysSo) {
  Scene scene = testing::front_scene(0.5);
  scene.mm_per_px.reset();
  const auto head = fit_head(scene);
  ASSERT_TRUE(head.ok());
  EXPECT_NEAR(head->view.mm_per_px, 0.5, 0.005);  // 154.3 of 154 mm
  ASSERT_EQ(head->warnings.size(), 1U);
  EXPECT_NE(head->warnings[0].find("assumed"), std::string::npos);
}

TEST(FitHead, RefusesAScaleThatMakesNoHead) {
  Scene scene = testing::front_scene(0.5);
  scene.mm_per_px = 3;
  const auto head = fit_head(scene);
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().where, "mm_per_px");
  scene.mm_per_px = 0.8;
  const auto odd = fit_head(scene);
  ASSERT_TRUE(odd.ok());
  EXPECT_EQ(odd->warnings.size(), 1U);
}

TEST(FitHead, PhantomIsRecoveredInEveryView) {
  for (const View view : {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack}) {
    const auto phantom = draw_phantom({.width_px = 200, .height_px = 200, .view = view});
    ASSERT_TRUE(phantom.ok());
    const auto head = fit_head(phantom->scene);
    ASSERT_TRUE(head.ok()) << view_name(view) << ": " << head.error().message();
    const auto& semi = head->surface.semi_axes_mm;
    // Seen axes within 5 %: outline polygons close along brow or nape, and priors pull towards the mean.
    if (view != View::kLeft && view != View::kRight) {
      EXPECT_NEAR(semi[0], 77, 4) << view_name(view);
    }
    if (view == View::kTop) {
      EXPECT_NEAR(semi[2], 100, 5);
    }
    if (view != View::kTop) {
      EXPECT_NEAR(semi[1], 95, 8) << view_name(view);
    }
  }
}

}  // namespace
}  // namespace tonsure
