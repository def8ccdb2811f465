// Calibration against the phantom's truth: annotations off by 1 % of the head's breadth, no camera, no stated scale.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/phantom/phantom.h>
#include "core/rng.h"
#include "scalp/calibrate.h"

namespace tonsure {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

enum class Left { kFacePoints, kMarker, kOutline };

/// The exact scene with noise, and without what the case does not leave.
Scene noisy(const Scene& exact, Left left, std::uint64_t seed) {
  Scene scene = exact;
  Rng rng(seed, RngStage::kTest, static_cast<std::uint64_t>(left));
  const HeadCamera camera = head_camera(*exact.camera);
  const double sd = 0.01 * 154 / camera.mm_per_px;
  const auto shake = [&](Vec2<PhotoPx>& p) { p = {p.x + sd * rng.normal(), p.y + sd * rng.normal()}; };
  scene.camera.reset();
  scene.mm_per_px.reset();
  // As many points as people draw: of an exact arc every tenth.
  Points<PhotoPx> sparse;
  const std::size_t stride = std::max<std::size_t>(1, exact.head_outline.size() / 40);
  for (std::size_t i = 0; i < exact.head_outline.size(); i += stride) sparse.push_back(exact.head_outline[i]);
  scene.head_outline = sparse;
  for (auto& p : scene.head_outline) shake(p);
  for (auto& p : scene.face_points) {
    if (left != Left::kFacePoints) p.position.reset();
    if (p.position) shake(*p.position);
  }
  if (left == Left::kMarker) {
    const ScalpSurface surface;
    const HeadView view = see_head(surface, camera);
    const auto middle = unproject(surface, view, camera.center);
    const Vec3<HeadMm> n = surface_normal(surface, *middle);
    const Vec3<HeadMm> across =
        normalized(cross(n, std::fabs(n.y) < 0.9 ? Vec3<HeadMm>{0, 1, 0} : Vec3<HeadMm>{1, 0, 0}));
    Marker marker{"sticker", 20, {}, {}};
    for (const double side : {-10.0, 10.0}) {
      const auto p = project(surface, view, *middle + side * across).position;
      const double marker_sd = 0.01 * 20 / camera.mm_per_px;
      marker.points.push_back({p.x + marker_sd * rng.normal(), p.y + marker_sd * rng.normal()});
    }
    scene.marker = marker;
  }
  return scene;
}

struct Errors {
  std::vector<double> scale, yaw, pitch;
};
double rms(const std::vector<double>& values) {
  double square = 0;
  for (const double v : values) square += v * v;
  return std::sqrt(square / static_cast<double>(values.size()));
}

TEST(PhantomCalibration, MeetsTheTruth) {
  Errors face, marker, outline;
  std::uint64_t seed = 0;
  for (const View view : {View::kFront, View::kThreeQuarter, View::kTop, View::kLeft, View::kRight, View::kBack}) {
    // The scene knows no skin: six skins are six draws of the noise at each of three sizes.
    for (const int size : {96, 160, 240}) {
      const auto phantom = draw_phantom({.width_px = size, .height_px = size, .view = view});
      ASSERT_TRUE(phantom.ok());
      const HeadPose truth = pose_of(head_camera(*phantom->scene.camera));
      for (int skin = 0; skin < 6; ++skin, ++seed) {
        for (const Left left : {Left::kFacePoints, Left::kMarker, Left::kOutline}) {
          const Scene scene = noisy(phantom->scene, left, seed);
          const auto head = fit_head(scene);
          ASSERT_TRUE(head.ok()) << view_name(view) << ": " << head.error().message();
          Errors& errors = left == Left::kFacePoints ? face : left == Left::kMarker ? marker : outline;
          errors.scale.push_back(std::log(head->mm_per_px / *phantom->scene.mm_per_px));
          if (left == Left::kFacePoints && (view == View::kFront || view == View::kThreeQuarter)) {
            face.yaw.push_back(head->pose.yaw - truth.yaw);
            face.pitch.push_back(head->pose.pitch - truth.pitch);
          }
        }
      }
    }
  }
  RecordProperty("scale_face_points", std::to_string(rms(face.scale)));
  RecordProperty("scale_marker", std::to_string(rms(marker.scale)));
  RecordProperty("scale_outline", std::to_string(rms(outline.scale)));
  RecordProperty("yaw_deg", std::to_string(rms(face.yaw) / kDegree));
  RecordProperty("pitch_deg", std::to_string(rms(face.pitch) / kDegree));
  EXPECT_LT(rms(face.scale), 0.03);
  EXPECT_LT(rms(marker.scale), 0.03);
  EXPECT_LT(rms(outline.scale), 0.05);
  EXPECT_LT(rms(face.yaw), 3 * kDegree);
  EXPECT_LT(rms(face.pitch), 3 * kDegree);
}

}  // namespace
}  // namespace tonsure
