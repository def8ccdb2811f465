// Calibration held against head scans: scenes of renders with known cameras, annotated as people do, with an error.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <Eigen/Dense>

#include "core/rng.h"
#include "scalp/calibrate.h"

#include "scalp/scan_heads.h"
#include "scalp/scan_scenes.h"

namespace tonsure::testing {
namespace {

using P3 = Vec3<HeadMm>;
constexpr double kDegree = std::numbers::pi / 180;

/// `count` points at equal distances along a closed polygon: as many as people set.
Points<PhotoPx> spaced(const Points<PhotoPx>& polygon, int count) {
  std::vector<double> along = {0};
  for (std::size_t i = 0; i < polygon.size(); ++i)
    along.push_back(along.back() + norm(polygon[(i + 1) % polygon.size()] - polygon[i]));
  Points<PhotoPx> out;
  std::size_t edge = 0;
  for (int k = 0; k < count; ++k) {
    const double at = along.back() * k / count;
    while (along[edge + 1] <= at) ++edge;
    const auto a = polygon[edge], b = polygon[(edge + 1) % polygon.size()];
    out.push_back(a + (at - along[edge]) / (along[edge + 1] - along[edge]) * (b - a));
  }
  return out;
}

/// The scene as a person would annotate it: every coordinate is off by `noise` (1 SD) of the head's breadth, and scale
/// and camera are not known.
Scene annotated(const Scene& truth, double noise, std::uint64_t seed) {
  Rng rng(seed, RngStage::kTest, 11);
  const double sd = noise * 155 / *truth.mm_per_px;
  const auto moved = [&](Vec2<PhotoPx> p) {
    const double dx = sd * rng.normal(), dy = sd * rng.normal();
    return p + Vec2<PhotoPx>{dx, dy};
  };
  Scene out = truth;
  out.mm_per_px.reset();
  out.camera.reset();
  out.head_outline = spaced(truth.head_outline, 60);
  out.scalp_region = spaced(truth.scalp_region, 40);
  for (Points<PhotoPx>* line : {&out.head_outline, &out.scalp_region, &*out.hairline})
    for (auto& p : *line) p = moved(p);
  for (FacePoint& point : out.face_points)
    if (point.position) point.position = moved(*point.position);
  return out;
}

/// Distances of scan points from a star-shaped head, mm, along the scan's normals; above 0 where the scan lies outside.
struct Distances {
  double rms = 0, worst = 0;
};
using Radius = std::function<double(P3)>;  ///< of the head in a direction from its middle, mm

/// The scan turned and shifted a little: small angles about x, y, z, then mm along them.
using Motion = Eigen::Matrix<double, 6, 1>;

P3 moved(const Motion& motion, P3 p) {
  const P3 turn{motion[0], motion[1], motion[2]}, shift{motion[3], motion[4], motion[5]};
  return p + cross(turn, p) + shift;
}

double distance(const Radius& radius, const SurfacePoint& point, const Motion& motion) {
  const P3 p = moved(motion, point.position);
  const double r = norm(p);
  const P3 direction = (1 / r) * p;
  return (r - radius(direction)) * dot(direction, point.normal);
}

Distances distances(const Radius& radius, const std::vector<SurfacePoint>& points, const Motion& motion) {
  Distances out;
  double sum = 0;
  for (const SurfacePoint& point : points) {
    const double d = distance(radius, point, motion);
    sum += d * d;
    out.worst = std::max(out.worst, std::fabs(d));
  }
  out.rms = std::sqrt(sum / static_cast<double>(points.size()));
  return out;
}

/// Least squares (Gauss & Newton) over parameters that set up a head, and the motion of the scan relative to it.
struct BestFit {
  Eigen::VectorXd parameters;
  Motion motion = Motion::Zero();
};
BestFit best_fit(const std::function<Radius(const Eigen::VectorXd&)>& head, const Eigen::VectorXd& start,
                 const Eigen::VectorXd& steps, const std::vector<SurfacePoint>& points) {
  const Eigen::Index own = start.size(), rows = static_cast<Eigen::Index>(points.size());
  Eigen::VectorXd x(own + 6), step(own + 6);
  x << start, Motion::Zero();
  step << steps, Motion::Constant(0.1);
  step.segment<3>(own) *= 0.01;  // angles
  const auto residuals = [&](const Eigen::VectorXd& at) {
    const Radius radius = head(at.head(own));
    const Motion motion = at.tail<6>();
    Eigen::VectorXd out(rows);
    for (Eigen::Index i = 0; i < rows; ++i) out[i] = distance(radius, points[static_cast<std::size_t>(i)], motion);
    return out;
  };
  for (int round = 0; round < 8; ++round) {
    const Eigen::VectorXd here = residuals(x);
    Eigen::MatrixXd slope(rows, own + 6);
    for (Eigen::Index k = 0; k < own + 6; ++k) {
      Eigen::VectorXd there = x;
      there[k] += step[k];
      slope.col(k) = (residuals(there) - here) / step[k];
    }
    // A trace of damping: a sphere-like ellipsoid may turn without changing.
    Eigen::MatrixXd normal = slope.transpose() * slope;
    normal.diagonal() *= 1 + 1e-6;
    x -= normal.ldlt().solve(slope.transpose() * here);
  }
  return {x.head(own), x.tail<6>()};
}

/// Rotated and shifted as the scan wishes: the best ellipsoid there is.
Radius ellipsoid(const Eigen::VectorXd& semi_axes) {
  const P3 a{semi_axes[0], semi_axes[1], semi_axes[2]};
  return
      [a](P3 d) { return 1 / std::sqrt(d.x * d.x / (a.x * a.x) + d.y * d.y / (a.y * a.y) + d.z * d.z / (a.z * a.z)); };
}

Radius parametric(const Eigen::VectorXd& p) {
  const HeadShape shape{p[0], p[1], p[2], p[3], p[4], p[5], p[6]};
  return [shape](P3 d) { return head_radius_mm(shape, d); };
}

Radius radius_of(const ScalpSurface& surface) {
  return [surface](P3 d) { return radius_mm(surface, d); };
}

/// Only the motion.
Motion best_motion(const Radius& radius, const std::vector<SurfacePoint>& points) {
  return best_fit([&](const Eigen::VectorXd&) { return radius; }, Eigen::VectorXd(0), Eigen::VectorXd(0), points)
      .motion;
}

/// Angle between the camera found and the true one, degrees.
double pose_error_deg(const FittedHead& head, const RenderCamera& camera) {
  const auto& [right, down, away] = camera.axes;
  double trace = 0;
  const std::array<P3, 3> truth = {right, down, -1.0 * away};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& row = head.view.camera.rotation[i];
    trace += dot(truth[i], P3{row[0], row[1], row[2]});
  }
  return std::acos(std::clamp((trace - 1) / 2, -1.0, 1.0)) / kDegree;
}

class ScanFit : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto folder = scan_folder();
    if (!folder) GTEST_SKIP() << "TONSURE_TEST_HEADS is not set: the head scans are not at hand";
    auto loaded = load_scan(*folder, GetParam());
    ASSERT_TRUE(loaded.ok()) << loaded.error().message();
    scan = std::move(*loaded);
    cranium = cranium_points(scan, 25);  // some 2500
    std::copy_if(cranium.begin(), cranium.end(), std::back_inserter(scalp),
                 [&](const SurfacePoint& p) { return is_scalp(scan, p.position); });
  }
  HeadScan scan;
  std::vector<SurfacePoint> cranium, scalp;

  void report(const char* what, const Radius& radius, const Motion& motion) const {
    const Distances c = distances(radius, cranium, motion), s = distances(radius, scalp, motion);
    std::printf("%-16s %-34s scalp %5.2f mm RMS, worst %5.2f; cranium %5.2f, worst %5.2f\n", GetParam(), what, s.rms,
                s.worst, c.rms, c.worst);
  }
};
std::string test_name(const ::testing::TestParamInfo<const char*>& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Heads, ScanFit, ::testing::ValuesIn(kScanNames), test_name);

TEST_P(ScanFit, ParametricHeadIsNearerToTheScanThanTheBestEllipsoid) {
  const BestFit round = best_fit(ellipsoid, Eigen::Vector3d(77, 95, 100), Eigen::Vector3d::Constant(0.1), scalp);
  report("best ellipsoid", ellipsoid(round.parameters), round.motion);
  Eigen::VectorXd start(7), steps(7);
  start << 77, 90, 100, 0, 0, 0, 0;
  steps << 0.1, 0.1, 0.1, 0.001, 0.001, 0.001, 0.001;
  const BestFit head = best_fit(parametric, start, steps, scalp);
  report("best parametric head", parametric(head.parameters), head.motion);
  const double by_ellipsoid = distances(ellipsoid(round.parameters), scalp, round.motion).rms;
  const double by_head = distances(parametric(head.parameters), scalp, head.motion).rms;
  EXPECT_LT(by_head, by_ellipsoid);
  EXPECT_LT(by_head, 4) << "promised";
}

TEST_P(ScanFit, FiveViewsTogether) {
  std::vector<Scene> scenes;
  std::vector<RenderCamera> cameras;
  for (std::size_t i = 0; i < 5; ++i) {
    cameras.push_back(scan_camera(kScanViews[i], 1500, 1200, 1300));
    scenes.push_back(annotated(true_scene(scan, cameras.back(), kScanViews[i].view), 0.01, i));
  }
  const auto heads = fit_heads(scenes);
  ASSERT_TRUE(heads.ok()) << heads.error().message();
  for (std::size_t i = 0; i < 5; ++i) {
    const FittedHead& head = (*heads)[i];
    std::printf("%-16s five views, %-20s scale %+5.1f %% (sd %.1f), pose off by %.1f degrees\n", GetParam(),
                kScanViews[i].name, 100 * (head.view.camera.mm_per_px / cameras[i].mm_per_px - 1), 100 * head.scale_sd,
                pose_error_deg(head, cameras[i]));
  }
  const Radius radius = radius_of((*heads)[0].surface);
  report("five views, as calibrated", radius, Motion::Zero());
  EXPECT_LT(distances(radius, scalp, Motion::Zero()).rms, 4) << "promised; without alignment, mid-head is in it";
  const Motion motion = best_motion(radius, scalp);
  report("five views, frames aligned", radius, motion);
  EXPECT_LT(distances(radius, scalp, motion).rms, 4) << "promised";
}

// Promised for the population are 3 % and 3 degrees with a face in view; of two heads, one may lie beyond 1 SD. Off
// by more than 5 of either, or by three times what was stated, something is wrong.
TEST_P(ScanFit, EachViewByItself) {
  for (const ScanView& view : kScanViews) {
    const RenderCamera camera = scan_camera(view, 1500, 1200, 1300);
    const auto head = fit_head(annotated(true_scene(scan, camera, view.view), 0.01, 7));
    ASSERT_TRUE(head.ok()) << view.name << ": " << head.error().message();
    const double scale = head->view.camera.mm_per_px / camera.mm_per_px - 1;
    const double pose = pose_error_deg(*head, camera);
    std::printf(
        "%-16s %-20s scale %+5.1f %% (sd %.1f), pose off by %4.1f degrees (sd of yaw, pitch, roll %.1f %.1f %.1f)\n",
        GetParam(), view.name, 100 * scale, 100 * head->scale_sd, pose, head->pose_sd.yaw / kDegree,
        head->pose_sd.pitch / kDegree, head->pose_sd.roll / kDegree);
    const Radius radius = radius_of(head->surface);
    const Motion motion = best_motion(radius, scalp);
    report((std::string(view.name) + ", frames aligned").c_str(), radius, motion);
    EXPECT_LT(std::fabs(scale), 0.05) << view.name;
    EXPECT_LT(std::fabs(scale), 3 * head->scale_sd) << view.name;
    const double pose_sd = std::hypot(head->pose_sd.yaw, head->pose_sd.pitch, head->pose_sd.roll);
    EXPECT_LT(pose * kDegree, 3 * pose_sd) << view.name;
    if (view.view == View::kFront || view.view == View::kThreeQuarter) {
      EXPECT_LT(pose, 5) << view.name;
    }
    EXPECT_LT(distances(radius, scalp, motion).rms, 4) << view.name << ": promised";
  }
}

}  // namespace
}  // namespace tonsure::testing
