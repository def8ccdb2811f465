#include "support/simulated_head.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/rng.h"

#include "scalp/face_landmarks.h"

namespace tonsure::testing {
namespace {

using Head = Vec3<HeadMm>;
constexpr double kDegree = std::numbers::pi / 180;

struct Person {
  HeadShape shape;
  std::vector<std::pair<std::string, Head>> landmarks;
};

Person draw_person(std::uint64_t number) {
  Rng rng(number, RngStage::kTest, 1);
  Person person;
  // The spreads of calibration's priors, docs/model/head.md.
  const double size = 0.025 * rng.normal(), face = 0.035 * rng.normal();
  const double breadth = 0.026 * rng.normal(), height = 0.05 * rng.normal(), length = 0.025 * rng.normal();
  HeadShape& s = person.shape;
  s.half_breadth_mm *= std::exp(size + breadth);
  s.height_mm *= std::exp(size + height);
  s.half_length_mm *= std::exp(size + length);
  s.frontal_squareness = kHeadShapeSpread.frontal_squareness * rng.normal();
  s.horizontal_squareness = kHeadShapeSpread.horizontal_squareness * rng.normal();
  s.sagittal_squareness = kHeadShapeSpread.sagittal_squareness * rng.normal();
  s.forward_tilt = kHeadShapeSpread.forward_tilt * rng.normal();
  for (const FaceLandmark& l : kFaceLandmarks) {
    for (const double side : {1.0, -1.0}) {
      if (side < 0 && !l.paired) continue;
      const Head mean{side * l.mean.x, l.mean.y, l.mean.z};
      const Head at{std::exp(face + breadth) * mean.x + l.spread.x * rng.normal(),
                    std::exp(face + height) * mean.y + l.spread.y * rng.normal(),
                    std::exp(face + length) * mean.z + l.spread.z * rng.normal()};
      const std::string prefix = !l.paired ? "" : side > 0 ? "left_" : "right_";
      person.landmarks.emplace_back(prefix + std::string(l.name), at);
    }
  }
  return person;
}

HeadPose nominal_pose(View view) {
  switch (view) {
    case View::kLeft:
      return {90 * kDegree, 0, 0};
    case View::kRight:
      return {-90 * kDegree, 0, 0};
    case View::kBack:
      return {180 * kDegree, 0, 0};
    case View::kTop:
      return {0, 90 * kDegree, 0};
    case View::kThreeQuarter:
      return {35 * kDegree, 0, 0};
    default:
      return {};
  }
}

/// Rotation by `angle` about image right, down and the axis of view, after `rotation`.
std::array<std::array<double, 3>, 3> turned(const std::array<std::array<double, 3>, 3>& rotation,
                                            const std::array<double, 3>& turn) {
  const double angle = std::hypot(turn[0], turn[1], turn[2]);
  if (angle == 0) return rotation;
  const std::array<double, 3> n = {turn[0] / angle, turn[1] / angle, turn[2] / angle};
  const double c = std::cos(angle), s = std::sin(angle);
  const double t[3][3] = {
      {c + n[0] * n[0] * (1 - c), n[0] * n[1] * (1 - c) - n[2] * s, n[0] * n[2] * (1 - c) + n[1] * s},
      {n[1] * n[0] * (1 - c) + n[2] * s, c + n[1] * n[1] * (1 - c), n[1] * n[2] * (1 - c) - n[0] * s},
      {n[2] * n[0] * (1 - c) - n[1] * s, n[2] * n[1] * (1 - c) + n[0] * s, c + n[2] * n[2] * (1 - c)}};
  std::array<std::array<double, 3>, 3> out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t j = 0; j < 3; ++j) out[i][k] += t[i][j] * rotation[j][k];
  return out;
}

}  // namespace

SimulatedScene simulate_scene(std::uint64_t number, const SimulationOptions& options) {
  const Person person = draw_person(number);
  Rng rng(number, RngStage::kTest, 100 + static_cast<std::uint64_t>(options.view));
  SimulatedScene out;
  out.shape = person.shape;
  HeadCamera& camera = out.camera;
  const bool three_quarter = options.view == View::kThreeQuarter, top = options.view == View::kTop;
  const double pitch_sd = (top ? 12 : 10) * kDegree, yaw_sd = (three_quarter ? 15 : top ? 8 : 10) * kDegree;
  HeadPose nominal = nominal_pose(options.view);
  if (three_quarter && rng.uniform() < 0.5) nominal.yaw = -nominal.yaw;
  // No farther than 2 SD: a photo taken from elsewhere would be called another view.
  const auto drawn = [&](double sd) { return sd * std::clamp(rng.normal(), -2.0, 2.0); };
  camera.rotation = turned(rotation_of(nominal), {drawn(pitch_sd), drawn(yaw_sd), drawn(8 * kDegree)});
  camera.mm_per_px = 260.0 / options.size_px * std::exp(0.15 * rng.normal());
  camera.center = {options.size_px * (0.5 + 0.02 * rng.normal()), options.size_px * (0.5 + 0.02 * rng.normal())};
  camera.principal = camera.center;
  camera.inverse_distance_per_mm = std::max(0.0, (1 + rng.normal()) / 1200);

  Scene& scene = out.scene;
  scene.image = "simulated.png";
  scene.width_px = scene.height_px = options.size_px;
  scene.view = options.view;
  const ScalpSurface surface(person.shape);
  const HeadView view = see_head(surface, camera);
  const double noise_px = options.noise * 2 * person.shape.half_breadth_mm / camera.mm_per_px;
  const auto noisy = [&](Vec2<PhotoPx> p) {
    return Vec2<PhotoPx>{p.x + noise_px * rng.normal(), p.y + noise_px * rng.normal()};
  };
  // The limb as annotators draw it: some 60 points, down to the brow, the tops of the ears and the nape.
  constexpr int kVertices = 72;
  for (int i = 0; i < kVertices; ++i) {
    // From straight down over image left, so that the closing edge is where the face or the neck is.
    const double turn = std::numbers::pi / 2 + 2 * std::numbers::pi * (i + 0.5) / kVertices;
    // Any point far out in that direction: the rim is where it leaves the head.
    const Vec2<PhotoPx> outward{std::cos(turn), std::sin(turn)};
    double low = 0, high = 400 / camera.mm_per_px;
    for (int k = 0; k < 50; ++k) {
      const double middle = 0.5 * (low + high);
      (inside_silhouette(view, camera.center + middle * outward) ? low : high) = middle;
    }
    const Vec2<PhotoPx> at = camera.center + low * outward;
    const auto point = unproject(surface, view, camera.center + (low * (1 - 1e-6)) * outward);
    if (!point) continue;
    if (!top && point->y < (point->z < -40 ? -45 : 4)) continue;
    scene.head_outline.push_back(noisy(at));
  }
  for (const auto& p : scene.head_outline) scene.scalp_region.push_back(camera.center + 0.8 * (p - camera.center));
  if (top) {
    // The hairline, for the direction of the forehead only.
    const auto front = project(surface, view, radius_mm(surface, {0, 0.6, 0.8}) * Head{0, 0.6, 0.8}).position;
    scene.hairline = Points<PhotoPx>{front - Vec2<PhotoPx>{5, 0}, front + Vec2<PhotoPx>{5, 0}};
  } else if (options.view == View::kBack) {
    scene.hairline = Points<PhotoPx>{};
  }
  if (options.face_points) {
    const Head toward{camera.rotation[2][0], camera.rotation[2][1], camera.rotation[2][2]};
    for (const auto& [name, at] : person.landmarks) {
      // The points that a face shows from this side.
      if (name == "vertex" || name == "sellion" || name == "subnasale" || name.find("canthus") != std::string::npos)
        continue;
      const bool ear = name.find("tragus") != std::string::npos;
      const Head facing = ear ? Head{at.x > 0 ? 0.9 : -0.9, 0, 0.3} : Head{at.x / 100, 0, 1};
      if (dot(toward, normalized(facing)) < 0.3) continue;
      const double off = ear ? 2 : name == "chin" ? 1.5 : 1;
      const Vec2<PhotoPx> p = project(surface, view, at).position;
      scene.face_points.push_back({name, p + off * (noisy(p) - p)});
    }
  }
  if (options.marker) {  // 25 mm across, on the skin in the middle of the head as seen
    const auto middle = unproject(surface, view, camera.center);
    const Head n = surface_normal(surface, *middle);
    const Head across = normalized(cross(n, std::fabs(n.y) < 0.9 ? Head{0, 1, 0} : Head{1, 0, 0}));
    Marker marker{"segment", 25, {}, {}};
    for (const double side : {-1.0, 1.0}) {
      const Vec2<PhotoPx> p = project(surface, view, *middle + side * 12.5 * across).position;
      const double sd = std::max(0.7, 0.01 * 25 / camera.mm_per_px);
      marker.points.push_back({p.x + sd * rng.normal(), p.y + sd * rng.normal()});
    }
    scene.marker = marker;
  }
  return out;
}

double true_scale(const SimulatedScene& s) {
  const ScalpSurface surface(s.shape);
  return scalp_mm_per_px(surface, see_head(surface, s.camera), s.scene);
}

}  // namespace tonsure::testing
