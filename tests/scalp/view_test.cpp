#include <tonsure/scalp/view.h>

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/rng.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;
constexpr double kDegree = std::numbers::pi / 180;

/// A camera 0.8 m away, off to one side, on stretched pixels, and one infinitely far away.
std::vector<HeadCamera> cameras() {
  HeadCamera far;
  far.center = far.principal = {500, 400};
  far.mm_per_px = 0.25;
  HeadCamera near = far;
  near.rotation = rotation_of({30 * kDegree, -12 * kDegree, 5 * kDegree});
  near.principal = {800, 350};
  near.pixel_aspect = 1.1;
  near.inverse_distance_per_mm = 1 / 800.0;
  return {far, near};
}

std::vector<Head> skin_points(const ScalpSurface& surface) {
  std::vector<Head> points;
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 300; ++i) points.push_back(from_chart(surface, {rng.uniform(-170, 170), rng.uniform(-170, 170)}));
  return points;
}

TEST(HeadPose, AnglesAndRotationsInvertEachOther) {
  Rng rng(1, RngStage::kTest);
  for (int i = 0; i < 500; ++i) {
    const bool steep = i % 2 == 1;
    const HeadPose pose = steep ? HeadPose{rng.uniform(-0.2, 0.2), rng.uniform(65, 115) * kDegree, rng.uniform(-3, 3)}
                                : HeadPose{rng.uniform(-3, 3), rng.uniform(-0.9, 0.9), rng.uniform(-3, 3)};
    HeadCamera camera;
    camera.rotation = rotation_of(pose);
    const HeadPose again = pose_of(camera);
    EXPECT_NEAR(again.yaw, pose.yaw, 1e-9);
    EXPECT_NEAR(again.pitch, pose.pitch, 1e-9);
    EXPECT_NEAR(again.roll, pose.roll, 1e-9);
  }
}

TEST(HeadPose, MeansWhatItSays) {
  const auto toward = [](HeadPose pose) { return rotation_of(pose)[2]; };
  EXPECT_GT(toward({0.3, 0, 0})[0], 0.29) << "the head's left side comes towards the camera";
  EXPECT_GT(toward({0, 0.3, 0})[1], 0.29) << "the crown comes towards the camera";
  EXPECT_GT(rotation_of({0, 0, 0.3})[0][1], 0.29) << "the head's up leans to image right";
  EXPECT_NEAR(rotation_of({0, 90 * kDegree, 0})[1][2], 1, 1e-12) << "from the top, the forehead is at the bottom";
}

TEST(View, IsThePinholeCameraOfAScene) {
  const Camera camera{2400, 2300, 610, 480, {0.8, 0, -0.6, 0, -1, 0, -0.6, 0, -0.8}, {12, -7, 900}, {}};
  const HeadCamera ours = head_camera(camera);
  const ScalpSurface surface;
  const HeadView view = see_head(surface, ours);
  for (const Head p : skin_points(surface)) {
    const auto& r = camera.rotation;
    const double x = r[0] * p.x + r[1] * p.y + r[2] * p.z + 12;
    const double y = r[3] * p.x + r[4] * p.y + r[5] * p.z - 7;
    const double z = r[6] * p.x + r[7] * p.y + r[8] * p.z + 900;
    const Projection seen = project(surface, view, p);
    EXPECT_NEAR(seen.position.x, 2400 * x / z + 610, 1e-8);
    EXPECT_NEAR(seen.position.y, 2300 * y / z + 480, 1e-8);
    // The cosine, from the camera's place: -R' t.
    const Head eye{-(r[0] * 12 - r[3] * 7 + r[6] * 900), -(r[1] * 12 - r[4] * 7 + r[7] * 900),
                   -(r[2] * 12 - r[5] * 7 + r[8] * 900)};
    EXPECT_NEAR(seen.cos_view, dot(surface_normal(surface, p), normalized(eye - p)), 1e-9);
  }
}

TEST(View, UnprojectInvertsProjectOnTheNearSide) {
  const ScalpSurface surface(HeadShape{74, 95, 103, 0.03, -0.02, 0.01, 0.03});
  for (const HeadCamera& camera : cameras()) {
    HeadView view = see_head(surface, camera);
    for (const bool corrected : {false, true}) {
      if (corrected)
        for (int i = 0; i < 64; ++i) view.rim_excess.push_back(0.08 * std::sin(2 * std::numbers::pi * 3 * i / 64));
      int seen = 0;
      for (const Head point : skin_points(surface)) {
        const Projection p = project(surface, view, point);
        if (p.cos_view < 0.05) continue;
        const auto back = unproject(surface, view, p.position);
        ASSERT_TRUE(back.has_value());
        // Near the rim a position fixes the depth only by its square: 1e-10 mm become 1e-5.
        EXPECT_LT(norm(*back - point), 1e-4) << "at " << point.x << ' ' << point.y << ' ' << point.z;
        ++seen;
      }
      EXPECT_GT(seen, 80);
    }
  }
}

TEST(View, TheRimIsWhereSkinTurnsAway) {
  const ScalpSurface surface;
  for (const HeadCamera& camera : cameras()) {
    const HeadView view = see_head(surface, camera);
    for (int i = 0; i < 60; ++i) {
      const double turn = 2 * std::numbers::pi * i / 60;
      const Vec2<PhotoPx> outward{std::cos(turn), std::sin(turn)};
      double low = 0, high = 1000;
      for (int k = 0; k < 60; ++k)
        (inside_silhouette(view, camera.center + 0.5 * (low + high) * outward) ? low : high) = 0.5 * (low + high);
      EXPECT_FALSE(unproject(surface, view, camera.center + (low + 0.01) * outward).has_value());
      const auto rim = unproject(surface, view, camera.center + (low - 0.01) * outward);
      ASSERT_TRUE(rim.has_value());
      if (rim->y < -40) continue;  // below, the model bends where necks do
      // 0.01 px inside a rim of curvature 1 / 77 mm: a cosine of sqrt(2 * 0.0025 / 77), with some room for the spline.
      EXPECT_LT(std::fabs(project(surface, view, *rim).cos_view), 0.03) << i;
    }
  }
}

TEST(View, FootprintAreaIsForeshortenedByTheCosine) {
  const ScalpSurface surface;
  HeadCamera far;
  far.center = far.principal = {500, 400};
  far.mm_per_px = 0.25;
  const HeadView view = see_head(surface, far);
  for (const Head point : skin_points(surface)) {
    const Projection p = project(surface, view, point);
    if (p.cos_view < 0.02) continue;
    const Footprint f = footprint(surface, view, point);
    const double px2_per_mm2 = std::fabs(f.xx * f.yy - f.xy * f.yx);
    EXPECT_NEAR(px2_per_mm2 * 0.25 * 0.25, p.cos_view, 1e-6);  // the camera is affine: differences are exact
  }
}

TEST(View, NothingIsSeenOutsideTheSilhouette) {
  const ScalpSurface surface;
  const HeadCamera far = cameras()[0];
  const HeadView view = see_head(surface, far);
  // The head is broadest a little above the middle: 77 mm there.
  EXPECT_TRUE(inside_silhouette(view, {500 + 76.5 * 4, 400 - 10 * 4}));
  EXPECT_FALSE(inside_silhouette(view, {500 + 77.5 * 4, 400 - 10 * 4}));
  EXPECT_FALSE(unproject(surface, view, {500, 400 - 91 * 4}).has_value());
}

TEST(View, DotsFadeBeforeTheLimb) {
  EXPECT_EQ(grazing_fade(-0.1), 0);
  EXPECT_EQ(grazing_fade(0), 0);
  EXPECT_EQ(grazing_fade(1), 1);
  EXPECT_GT(grazing_fade(0.04), grazing_fade(0.02));
  EXPECT_EQ(grazing_fade(0.1), 1) << "six degrees from the limb a dot is whole";
}

}  // namespace
}  // namespace tonsure
