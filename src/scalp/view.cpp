#include <tonsure/scalp/view.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "limb.h"
#include "silhouette.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;
using Plane = Vec2<PlaneMm>;

constexpr std::size_t kRimAngles = 256;
constexpr double kHalfTurn = std::numbers::pi;
/// Cosine of the view below which dots fade: the last 1.7 degrees before the limb [E].
constexpr double kGrazingCos = 0.03;
/// From here on down, "above" is told by the tilt out of the median plane: see `pose_of`.
const double kSteepSine = std::sin(55 * kHalfTurn / 180);

Head row(const std::array<std::array<double, 3>, 3>& m, std::size_t i) {
  return {m[i][0], m[i][1], m[i][2]};
}

/// Axes of a head that is not rolled.
struct Upright {
  Head right, down, toward;
};
Upright upright_from(double yaw, double pitch, bool steep) {
  Upright axes;
  if (steep) {
    axes.toward = {std::sin(yaw), std::cos(yaw) * std::sin(pitch), std::cos(yaw) * std::cos(pitch)};
    axes.right = {std::cos(yaw), -std::sin(yaw) * std::sin(pitch), -std::sin(yaw) * std::cos(pitch)};
  } else {
    axes.toward = {std::sin(yaw) * std::cos(pitch), std::sin(pitch), std::cos(yaw) * std::cos(pitch)};
    axes.right = {std::cos(yaw), 0, -std::sin(yaw)};
  }
  axes.down = cross(axes.right, axes.toward);
  return axes;
}

/// The point of the camera's ray through a photo position at the depth of mid-head, as the camera's axes have it.
Plane at_mid_depth(const HeadCamera& camera, Vec2<PhotoPx> at) {
  return {(at.x - camera.center.x) * camera.mm_per_px,
          (at.y - camera.center.y) * camera.mm_per_px / camera.pixel_aspect};
}

Vec2<PhotoPx> photo_position(const HeadCamera& camera, Head point) {
  const Head in_camera{dot(row(camera.rotation, 0), point), dot(row(camera.rotation, 1), point),
                       dot(row(camera.rotation, 2), point)};
  const double f = 1 / (1 - camera.inverse_distance_per_mm * in_camera.z);
  const Vec2<PhotoPx> from_axis = camera.center - camera.principal;
  return {camera.principal.x + f * (from_axis.x + in_camera.x / camera.mm_per_px),
          camera.principal.y + f * (from_axis.y + in_camera.y * camera.pixel_aspect / camera.mm_per_px)};
}

/// The correction: radius rho (1 on the rim) becomes rho (1 + s rho^2) with s the excess of the outline in that
/// direction. Monotone for s > -1/3.
double corrected(double rho, double s) {
  return rho * (1 + s * rho * rho);
}
double uncorrected(double rho, double s) {
  double out = rho;
  for (int i = 0; i < 20; ++i) {
    const double step = (out * (1 + s * out * out) - rho) / (1 + 3 * s * out * out);
    out -= step;
    if (std::fabs(step) < 1e-14) break;
  }
  return out;
}

/// A place of the facing plane in polar coordinates, relative to the rim.
struct Polar {
  double turn = 0, radius = 0, rim = 1, excess = 0;
};
Polar polar(const HeadView& view, Plane q) {
  Polar out;
  out.radius = norm(q);
  out.turn = std::atan2(q.y, q.x);
  out.rim = periodic(view.rim_mm, out.turn);
  if (!view.rim_excess.empty()) out.excess = periodic(view.rim_excess, out.turn);
  return out;
}

Vec2<PhotoPx> place(const HeadView& view, const CameraFrame& frame, Head point) {
  if (view.rim_excess.empty()) return photo_position(view.camera, point);
  const Plane q = frame.to_plane(point);
  const Polar at = polar(view, q);
  const double rho = at.radius / at.rim;
  return plane_to_photo(view.camera, frame, (corrected(rho, at.excess) / std::max(rho, 1e-12)) * q);
}

}  // namespace

HeadPose pose_of(const HeadCamera& camera) {
  const Head toward = row(camera.rotation, 2);
  HeadPose pose;
  const bool steep = toward.y > kSteepSine;
  if (steep) {
    pose.yaw = std::asin(std::clamp(toward.x, -1.0, 1.0));
    pose.pitch = std::atan2(toward.y, toward.z);
  } else {
    pose.yaw = std::atan2(toward.x, toward.z);
    pose.pitch = std::asin(std::clamp(toward.y, -1.0, 1.0));
  }
  const Upright axes = upright_from(pose.yaw, pose.pitch, steep);
  pose.roll = std::atan2(-dot(row(camera.rotation, 0), axes.down), dot(row(camera.rotation, 0), axes.right));
  return pose;
}

std::array<std::array<double, 3>, 3> rotation_of(const HeadPose& pose) {
  const bool steep = std::cos(pose.yaw) * std::sin(pose.pitch) > kSteepSine && std::sin(pose.pitch) > kSteepSine;
  const Upright axes = upright_from(pose.yaw, pose.pitch, steep);
  const double c = std::cos(pose.roll), s = std::sin(pose.roll);
  const Head right = c * axes.right - s * axes.down, down = s * axes.right + c * axes.down;
  return {{{right.x, right.y, right.z}, {down.x, down.y, down.z}, {axes.toward.x, axes.toward.y, axes.toward.z}}};
}

CameraFrame::CameraFrame(const HeadCamera& camera) {
  const Head across = row(camera.rotation, 0), downwards = row(camera.rotation, 1), axis = row(camera.rotation, 2);
  // The camera's centre over its distance along the axis, which stays finite for one infinitely far away.
  const double k = camera.inverse_distance_per_mm * camera.mm_per_px;
  const double x = -(camera.center.x - camera.principal.x) * k;
  const double y = -(camera.center.y - camera.principal.y) * k / camera.pixel_aspect;
  const Head to_camera = x * across + y * downwards + axis;
  const double length = norm(to_camera);
  toward = (1 / length) * to_camera;
  nearness = camera.inverse_distance_per_mm / length;
  right = normalized(across - dot(across, toward) * toward);
  down = cross(right, toward);
}

Vec2<PlaneMm> photo_to_plane(const HeadCamera& camera, const CameraFrame& frame, Vec2<PhotoPx> at) {
  const Plane mid = at_mid_depth(camera, at);
  return frame.to_plane(mid.x * row(camera.rotation, 0) + mid.y * row(camera.rotation, 1));
}

Vec2<PhotoPx> plane_to_photo(const HeadCamera& camera, const CameraFrame& frame, Vec2<PlaneMm> at) {
  return photo_position(camera, at.x * frame.right + at.y * frame.down);
}

HeadView see_head(const ScalpSurface& surface, const HeadCamera& camera) {
  HeadView view;
  view.camera = camera;
  const CameraFrame frame(camera);
  const auto radius = [&](Head d) { return radius_mm(surface, d); };
  for (std::size_t i = 0; i < kRimAngles; ++i) {
    const RimPoint rim = rim_at(frame, 2 * kHalfTurn * static_cast<double>(i) / kRimAngles, radius);
    view.rim_mm.push_back(rim.radius_mm);
    view.rim_elevation.push_back(rim.elevation);
  }
  return view;
}

Projection project(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point) {
  return project(view, point, surface_normal(surface, point));
}

Projection project(const HeadView& view, Vec3<HeadMm> point, Vec3<HeadMm> normal) {
  const CameraFrame frame(view.camera);
  const Head to_camera = frame.toward - frame.nearness * point;  // over the camera's distance
  return {place(view, frame, point),
          dot(normal, to_camera) / std::sqrt(dot(normal, normal) * dot(to_camera, to_camera))};
}

Footprint footprint(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point) {
  const CameraFrame frame(view.camera);
  const Head n = surface_normal(surface, point);
  // Any vector that is not along the normal starts an orthonormal tangent frame.
  const Head helper = std::fabs(n.y) < 0.9 ? Head{0, 1, 0} : Head{0, 0, 1};
  const Head t1 = normalized(cross(helper, n));
  const Head t2 = cross(n, t1);
  constexpr double kStepMm = 0.05;  // the map is smooth over centimetres; central differences err by its square
  const auto derivative = [&](Head t) {
    return (0.5 / kStepMm) * (place(view, frame, point + kStepMm * t) - place(view, frame, point - kStepMm * t));
  };
  const Vec2<PhotoPx> d1 = derivative(t1), d2 = derivative(t2);
  return {d1.x, d2.x, d1.y, d2.y};
}

std::optional<Vec3<HeadMm>> unproject(const ScalpSurface& surface, const HeadView& view, Vec2<PhotoPx> position) {
  const CameraFrame frame(view.camera);
  const Polar at = polar(view, photo_to_plane(view.camera, frame, position));
  const double target = at.rim * uncorrected(at.radius / at.rim, at.excess);
  if (!(target < at.rim)) return std::nullopt;
  const auto radius = [&](Head d) { return radius_mm(surface, d); };
  return near_side(frame, at.turn, target, periodic(view.rim_elevation, at.turn), radius);
}

bool inside_silhouette(const HeadView& view, Vec2<PhotoPx> position) {
  const CameraFrame frame(view.camera);
  const Polar at = polar(view, photo_to_plane(view.camera, frame, position));
  return at.radius < at.rim * (1 + at.excess);
}

double grazing_fade(double cos_view) {
  return std::clamp(cos_view / kGrazingCos, 0.0, 1.0);
}

HeadCamera head_camera(const Camera& camera) {
  // The file's camera frame has z away from the camera; ours has it towards it.
  HeadCamera out;
  if (camera.rotation.size() != 9 || camera.translation_mm.size() != 3) return out;
  const auto& r = camera.rotation;
  const auto& t = camera.translation_mm;
  out.rotation = {{{r[0], r[1], r[2]}, {r[3], r[4], r[5]}, {-r[6], -r[7], -r[8]}}};
  out.principal = {camera.cx, camera.cy};
  out.center = {camera.cx + camera.fx * t[0] / t[2], camera.cy + camera.fy * t[1] / t[2]};
  out.mm_per_px = t[2] / camera.fx;
  out.pixel_aspect = camera.fy / camera.fx;
  out.inverse_distance_per_mm = 1 / t[2];
  return out;
}

double scalp_mm_per_px(const ScalpSurface& surface, const HeadView& view, const Scene& scene) {
  const HeadCamera& camera = view.camera;
  const auto point = unproject(surface, view, centroid(scene.scalp_region));
  if (!point) return camera.mm_per_px;
  const auto& toward = camera.rotation[2];
  const double depth = toward[0] * point->x + toward[1] * point->y + toward[2] * point->z;
  return camera.mm_per_px * (1 - camera.inverse_distance_per_mm * depth);
}

}  // namespace tonsure
