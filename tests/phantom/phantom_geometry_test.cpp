// The rays, the head and the scene of the phantom agree with what the library makes of that scene.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>
#include "core/rng.h"
#include "scalp/calibrate.h"

#include "phantom/camera.h"
#include "phantom/head_shape.h"
#include "phantom/phantom_scene.h"
#include "scalp/face_landmarks.h"
#include "scalp/limb.h"

namespace tonsure::phantom {
namespace {

constexpr std::array<View, 6> kViews = {View::kFront, View::kTop,  View::kLeft,
                                        View::kRight, View::kBack, View::kThreeQuarter};
constexpr int kSizePx = 1600;

V3 on_cranium(V3 towards) {
  const V3 d = normalized(towards);
  return head_radius_mm(kCranium, d) * d;
}

/// Points of the cranium above the face, evenly in direction.
std::vector<V3> cranium_points(std::uint64_t stream, int count) {
  std::vector<V3> out;
  Rng rng(stream, RngStage::kTest);
  while (static_cast<int>(out.size()) < count) {
    const V3 p = on_cranium({rng.normal(), rng.normal(), rng.normal()});
    if (p.y > kPureAboveMm) out.push_back(p);
  }
  return out;
}

/// How far a ray passes by a point, px of the photo.
double missed_by_px(const PortraitCamera& camera, const Ray& ray, V3 p) {
  const double along = dot(p - ray.origin, ray.direction);
  return norm(p - ray.at(along)) / (camera.mm_per_px * axial_depth(camera, p) / kDistanceMm);
}

TEST(PhantomCamera, RaysPassThroughWhatTheSceneProjects) {
  const ScalpSurface surface;
  for (const View view : kViews) {
    const PortraitCamera camera = make_camera(view, kSizePx, 1200);
    const HeadView seen = see_head(surface, head_camera(scene_camera(camera)));
    for (const V3 p : cranium_points(1, 100)) {
      const Ray ray = ray_through(camera, project(surface, seen, p).position);
      EXPECT_LT(missed_by_px(camera, ray, p), 1e-8) << view_name(view);  // two ways to write one pinhole
    }
  }
}

/// The farthest that a fitted view of the scene places a visible point of the cranium from the ray that draws it, px.
double worst_miss_px(const PortraitCamera& camera, const FittedHead& head) {
  double worst = 0;
  int seen = 0;
  for (const V3 p : cranium_points(2, 400)) {
    if (dot(cranium_normal(p), eye(camera) - p) <= 0) continue;
    ++seen;
    const Ray ray = ray_through(camera, project(head.surface, head.view, p).position);
    worst = std::max(worst, missed_by_px(camera, ray, p));
  }
  EXPECT_GT(seen, 100);
  return worst;
}

TEST(PhantomCamera, FittedViewsPlaceTheCraniumWhereRaysMeetIt) {
  constexpr double kMostPx = 0.05;
  for (const View view : kViews) {
    const auto scene = [&](int size) { return make_scene(make_camera(view, size, size), view, size, size); };
    const auto known = fit_view(scene(kSizePx), ScalpSurface{});
    ASSERT_TRUE(known.ok()) << view_name(view) << ": " << (known.ok() ? "" : known.error().message());
    EXPECT_LT(worst_miss_px(make_camera(view, kSizePx, kSizePx), *known), kMostPx) << view_name(view);
    // Face points 2 mm from the mean draw the shape that is fitted, and its rim, by up to 0.08 mm: less than 0.05 px in
    // a small photo.
    constexpr int kSmallPx = 200;
    const auto fitted = fit_head(scene(kSmallPx));
    ASSERT_TRUE(fitted.ok()) << view_name(view) << ": " << (fitted.ok() ? "" : fitted.error().message());
    EXPECT_LT(worst_miss_px(make_camera(view, kSmallPx, kSmallPx), *fitted), kMostPx) << view_name(view);
    Scene faceless = scene(kSizePx);
    faceless.face_points.clear();
    const auto by_outline = fit_head(faceless);
    ASSERT_TRUE(by_outline.ok()) << view_name(view) << ": " << (by_outline.ok() ? "" : by_outline.error().message());
    EXPECT_LT(worst_miss_px(make_camera(view, kSizePx, kSizePx), *by_outline), kMostPx) << view_name(view);
  }
}

/// What closes the outline along brow, ears and nape is not taken for the limb, nor the limb for that, but for its last
/// pieces at the nape, which in profile run as flat as a closing line may.
TEST(PhantomScene, LimbEdgesAreTheArc) {
  for (const View view : kViews) {
    const Scene scene = make_scene(make_camera(view, kSizePx, kSizePx), view, kSizePx, kSizePx);
    const std::vector<bool> limb = limb_edges(scene);
    constexpr std::size_t kArc = 240;
    constexpr std::size_t kFlat = 12;
    const bool profile = view == View::kLeft || view == View::kRight;
    for (std::size_t i = 0; i < limb.size(); ++i)
      if (!profile || i < kArc - kFlat || i >= kArc) {
        EXPECT_EQ(limb[i], i < kArc) << view_name(view) << " " << i;
      }
  }
}

TEST(PhantomHead, IsTheMeanHeadAboveTheFace) {
  const ScalpSurface mean;
  for (const V3 p : cranium_points(3, 300)) {
    EXPECT_NEAR(head_distance(p), 0, 1e-9);
    EXPECT_NEAR(norm(p), radius_mm(mean, normalized(p)), 0.005);           // the surface is a spline through the shape
    EXPECT_GT(dot(cranium_normal(p), surface_normal(mean, p)), 0.999999);  // 0.08 degrees
  }
}

/// Sphere tracing steps by the distance: one too long would pass through the head.
TEST(PhantomHead, DistanceIsALowerBoundThatIsNotMuchTooLow) {
  for (const V3 p : cranium_points(4, 300)) {
    if (p.y < 40) continue;  // farther out, the face may be nearer
    const V3 n = cranium_normal(p);
    for (const double away : {0.5, 5.0, 20.0}) {
      const double d = head_distance(p + away * n);
      EXPECT_LE(d, away * (1 + 1e-9));
      EXPECT_GE(d, 0.9 * away);  // the gradient's bound is 1.07 times the least gradient
    }
  }
}

TEST(PhantomScene, LimbOfTheOutlineIsWhereRaysStopMeetingTheHead) {
  constexpr double kBesidePx = 0.2;  // what the scene promises
  for (const View view : kViews) {
    const PortraitCamera camera = make_camera(view, kSizePx, kSizePx);
    const Points<PhotoPx> outline = make_scene(camera, view, kSizePx, kSizePx).head_outline;
    int tried = 0;
    for (std::size_t i = 10; i <= 230; ++i) {
      const Vec2<PhotoPx> along = outline[i + 1] - outline[i - 1];
      const Vec2<PhotoPx> out = normalized(Vec2<PhotoPx>{along.y, -along.x});
      const double sign = dot(out, outline[i] - camera.center) > 0 ? 1 : -1;
      const Ray inner = ray_through(camera, outline[i] - (sign * kBesidePx) * out),
                outer = ray_through(camera, outline[i] + (sign * kBesidePx) * out);
      const auto hit = hit_cranium(inner.origin, inner.direction);
      ASSERT_TRUE(hit.has_value()) << view_name(view) << " " << i;
      // At the limb the skin is seen edge on.
      EXPECT_LT(std::abs(dot(cranium_normal(inner.at(*hit)), inner.direction)), 0.06) << view_name(view) << " " << i;
      EXPECT_FALSE(hit_cranium(outer.origin, outer.direction).has_value()) << view_name(view) << " " << i;
      ++tried;
    }
    EXPECT_EQ(tried, 221);
  }
}

TEST(PhantomScene, FacePointsAreThoseOfTheMeanFace) {
  int compared = 0;
  for (const auto& [name, position] : face_landmarks()) {
    const bool left = name.rfind("left_", 0) == 0, right = name.rfind("right_", 0) == 0;
    const std::string base = left ? name.substr(5) : right ? name.substr(6) : name;
    for (const FaceLandmark& mean : kFaceLandmarks) {
      if (mean.name != base) continue;
      const V3 expected{right ? -mean.mean.x : mean.mean.x, mean.mean.y, mean.mean.z};
      EXPECT_LE(norm(position - expected), 3.0) << name << ": " << position.x << " " << position.y << " " << position.z;
      EXPECT_NEAR(head_distance(position), 0, 0.02) << name;  // they lie on the drawn face
      ++compared;
    }
  }
  EXPECT_EQ(compared, 7);
}

}  // namespace
}  // namespace tonsure::phantom
