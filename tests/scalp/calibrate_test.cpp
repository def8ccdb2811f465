#include "scalp/calibrate.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "support/scenes.h"
#include "support/simulated_head.h"

namespace tonsure {
namespace {

using testing::simulate_scene;
using testing::SimulatedScene;
using testing::true_scale;

constexpr double kDegree = std::numbers::pi / 180;

bool mentions(const std::vector<std::string>& warnings, const std::string& text) {
  return std::any_of(warnings.begin(), warnings.end(),
                     [&](const std::string& w) { return w.find(text) != std::string::npos; });
}

TEST(FitHead, FindsTheHeadOfExactPoints) {
  // Outline, face and marker without noise: what is left is what people differ in.
  const SimulatedScene s =
      simulate_scene(7, {.view = View::kFront, .face_points = true, .marker = true, .noise = 1e-4});
  const auto head = fit_head(s.scene);
  ASSERT_TRUE(head.ok()) << head.error().message();
  EXPECT_NEAR(head->mm_per_px / true_scale(s), 1, 0.03);  // twice the marker's 1.4 %
  const HeadPose truth = pose_of(s.camera);
  EXPECT_NEAR(head->pose.yaw, truth.yaw, 3 * kDegree);
  EXPECT_NEAR(head->pose.pitch, truth.pitch, 6 * kDegree);  // three standard deviations: noses differ
  EXPECT_NEAR(head->surface.shape()->half_breadth_mm, s.shape.half_breadth_mm, 6);
}

TEST(FitHead, RimFollowsTheOutline) {
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
    // 1.5 % of the radius: an outline in 128 directions, smoothed.
    EXPECT_TRUE(inside_silhouette(head->view, middle + 0.985 * (p - middle))) << i;
    EXPECT_FALSE(inside_silhouette(head->view, middle + 1.015 * (p - middle))) << i;
  }
}

TEST(FitHead, AssumesAMeanHeadWithoutAScaleAndSaysSo) {
  Scene scene = testing::front_scene(0.5);
  scene.mm_per_px.reset();
  const auto head = fit_head(scene);
  ASSERT_TRUE(head.ok());
  EXPECT_NEAR(head->view.camera.mm_per_px, 0.5, 0.02);  // an ellipse is no head: 154.3 of 154 mm, less its squareness
  EXPECT_GT(head->scale_sd, 0.03);
  ASSERT_EQ(head->warnings.size(), 1U);
  EXPECT_NE(head->warnings[0].find("assumed"), std::string::npos);
  EXPECT_EQ(head->scale_basis, "outline");
}

TEST(FitHead, RefusesAScaleThatMakesNoHead) {
  Scene scene = testing::front_scene(0.5);
  scene.mm_per_px = 3;
  const auto head = fit_head(scene);
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().where, "mm_per_px");
}

TEST(FitHead, NamesEvidenceThatContradictsTheRest) {
  SimulatedScene s = simulate_scene(3, {.view = View::kFront, .face_points = true, .marker = true});
  EXPECT_FALSE(mentions(fit_head(s.scene)->warnings, "contradict"));
  s.scene.marker->size_mm = 40;  // a coin taken for a larger one
  EXPECT_TRUE(mentions(fit_head(s.scene)->warnings, "marker and outline contradict each other"));
  s = simulate_scene(3, {.view = View::kFront});
  for (FacePoint& point : s.scene.face_points)
    if (point.name == "glabella") point.position->y += 160;
  EXPECT_TRUE(mentions(fit_head(s.scene)->warnings, "face_points.glabella does not fit"));
}

TEST(FitHead, RefusesMirroredPoints) {
  SimulatedScene s = simulate_scene(4, {.view = View::kFront});
  for (FacePoint& point : s.scene.face_points) {
    if (point.name.starts_with("left_"))
      point.name.replace(0, 5, "right_");
    else if (point.name.starts_with("right_"))
      point.name.replace(0, 6, "left_");
  }
  const auto head = fit_head(s.scene);
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().where, "face_points.left_pupil");
  EXPECT_NE(head.error().why.find("mirror"), std::string::npos);
}

TEST(FitHead, RefusesARegionOutsideTheHead) {
  SimulatedScene s = simulate_scene(4, {.view = View::kFront});
  for (auto& p : s.scene.scalp_region) p.x += 700;
  const auto head = fit_head(s.scene);
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().where, "scalp_region");
}

Camera as_scene_camera(const HeadCamera& c) {
  const double distance = 1 / c.inverse_distance_per_mm;
  Camera out;
  out.fx = distance / c.mm_per_px;
  out.fy = out.fx * c.pixel_aspect;
  out.cx = c.principal.x;
  out.cy = c.principal.y;
  const auto& r = c.rotation;
  out.rotation = {r[0][0], r[0][1], r[0][2], r[1][0], r[1][1], r[1][2], -r[2][0], -r[2][1], -r[2][2]};
  out.translation_mm = {(c.center.x - c.principal.x) * c.mm_per_px,
                        (c.center.y - c.principal.y) * c.mm_per_px / c.pixel_aspect, distance};
  return out;
}

TEST(FitHead, AKnownCameraIsTakenAsItIs) {
  SimulatedScene s = simulate_scene(11, {.view = View::kFront});
  s.camera.inverse_distance_per_mm = 1 / 900.0;
  s.scene.camera = as_scene_camera(s.camera);
  const auto head = fit_head(s.scene);
  ASSERT_TRUE(head.ok()) << head.error().message();
  EXPECT_NEAR(head->view.camera.mm_per_px, s.camera.mm_per_px, 1e-9);
  EXPECT_NEAR(head->pose.yaw, pose_of(s.camera).yaw, 1e-9);
  EXPECT_EQ(head->scale_basis, "camera");
  EXPECT_LT(head->scale_sd, 0.01);
  // A camera that was not shrunk along with its photo is left aside.
  Scene shrunk = s.scene;
  shrunk.camera->fx *= 2;
  shrunk.camera->fy *= 2;
  const auto aside = fit_head(shrunk);
  ASSERT_TRUE(aside.ok()) << aside.error().message();
  EXPECT_TRUE(mentions(aside->warnings, "camera does not fit this photo"));
  EXPECT_NEAR(aside->view.camera.mm_per_px / s.camera.mm_per_px, 1, 0.1);
  // The same camera from behind the head contradicts the view.
  for (const std::size_t i : {0U, 2U, 3U, 5U, 6U, 8U}) s.scene.camera->rotation[i] *= -1;
  const auto behind = fit_head(s.scene);
  ASSERT_FALSE(behind.ok());
  EXPECT_EQ(behind.error().where, "camera.rotation");
}

TEST(FitHeads, ManyViewsKnowMoreThanOne) {
  double alone = 0, together = 0;
  constexpr int kPeople = 20;
  for (int i = 0; i < kPeople; ++i) {
    // One lens of known focal length, and a marker in one photo only.
    std::vector<Scene> scenes;
    std::vector<double> truth;
    for (const View view : {View::kFront, View::kTop, View::kLeft, View::kBack}) {
      SimulatedScene s = simulate_scene(static_cast<std::uint64_t>(i), {.view = view, .marker = view == View::kFront});
      const double focal_px = 1 / (std::max(1e-4, s.camera.inverse_distance_per_mm) * s.camera.mm_per_px);
      s.scene.camera = Camera{focal_px, focal_px, 800, 800, {}, {}, {}};
      scenes.push_back(s.scene);
      truth.push_back(true_scale(s));
    }
    const auto joint = fit_heads(scenes);
    ASSERT_TRUE(joint.ok()) << joint.error().message();
    ASSERT_EQ(joint->size(), scenes.size());
    for (std::size_t v = 0; v < scenes.size(); ++v) {
      EXPECT_EQ(*(*joint)[v].surface.shape(), *joint->front().surface.shape()) << "one head";
      const auto single = fit_head(scenes[v]);
      ASSERT_TRUE(single.ok());
      alone += std::pow(std::log(single->mm_per_px / truth[v]), 2);
      together += std::pow(std::log((*joint)[v].mm_per_px / truth[v]), 2);
    }
  }
  // One marker serves all views: the others, without it, gain.
  EXPECT_LT(together, 0.6 * alone);
  const auto swapped = [] {
    std::vector<Scene> scenes = {testing::front_scene(), testing::front_scene()};
    scenes[1].mm_per_px = 4;
    return fit_heads(scenes);
  }();
  ASSERT_FALSE(swapped.ok());
  EXPECT_EQ(swapped.error().scene, 2) << swapped.error().message();
}

TEST(FitHeads, AnErrorNamesTheSceneAsTheCallerCountsThem) {
  const Scene good = testing::front_scene(0.5);
  Scene near = good, bad = good;
  near.view = View::kCloseup;
  bad.mm_per_px = 3;
  const auto last = fit_heads(std::vector<Scene>{near, good, bad});
  ASSERT_FALSE(last.ok());
  EXPECT_EQ(last.error().where, "mm_per_px");
  EXPECT_EQ(last.error().scene, 3);
  const auto only = fit_heads(std::vector<Scene>{near, bad});  // the only one that is calibrated, not the only one
  ASSERT_FALSE(only.ok());
  EXPECT_EQ(only.error().where, "mm_per_px");
  EXPECT_EQ(only.error().scene, 2);
}

TEST(FitHeads, CanBeCancelled) {
  const Scene scene = testing::front_scene(0.5);
  const std::atomic<bool> stop{true};
  const auto cut = fit_heads({&scene, 1}, {.cancel = &stop});
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.error().code, ErrorCode::kCancelled);
}

TEST(FitView, KeepsTheSurface) {
  const SimulatedScene s = simulate_scene(2, {.view = View::kLeft, .face_points = true});
  const ScalpSurface truth(s.shape);
  const auto head = fit_view(s.scene, truth);
  ASSERT_TRUE(head.ok()) << head.error().message();
  EXPECT_EQ(*head->surface.shape(), s.shape);
  EXPECT_NEAR(head->view.camera.mm_per_px / s.camera.mm_per_px, 1, 0.05);
}

TEST(FitHead, AGlabellaOffTheMiddleTurnsTheHead) {
  Scene scene = testing::front_scene(0.5);
  scene.face_points = {{"glabella", Vec2<PhotoPx>{260 - 60.0, 260}}, {"nose_tip", Vec2<PhotoPx>{260 - 72.0, 374}}};
  const auto turned = fit_head(scene);
  ASSERT_TRUE(turned.ok());
  EXPECT_GT(turned->pose.yaw, 8 * kDegree) << "its left side comes forward";
}

}  // namespace
}  // namespace tonsure
