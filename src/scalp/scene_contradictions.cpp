#include "scene_contradictions.h"

#include <cmath>
#include <string>

#include <tonsure/scalp/view.h>

#include "../core/format_text.h"

#include "fit_limits.h"
#include "limb.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kLeastRegionInside = 0.5;  // of the region's corners; annotations overshoot limbs

Error bad(std::string where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(why), std::move(fix)};
}

/// In views that show the face, the subject's left is at image right. "Right" follows the way from brow to chin, so
/// that a photo standing on its head is not taken for a mirrored one.
Status check_sides(const Scene& scene) {
  if (scene.view != View::kFront && scene.view != View::kThreeQuarter) return {};
  Px up{0, -1};
  for (const char* upper : {"glabella", "sellion"})
    for (const char* lower : {"chin", "nose_tip"})
      if (const auto a = find_face_point(scene, upper), b = find_face_point(scene, lower); a && b && norm(*a - *b) > 0)
        up = normalized(*a - *b);
  const Px right{-up.y, up.x};
  for (const char* name : {"pupil", "lateral_canthus", "tragus"}) {
    const auto left_point = find_face_point(scene, std::string("left_") + name);
    const auto right_point = find_face_point(scene, std::string("right_") + name);
    if (left_point && right_point && dot(*left_point - *right_point, right) < 0) {
      return bad(std::string("face_points.left_") + name,
                 std::string("lies to the left of right_") + name + ", as in a mirror",
                 "left and right are the subject's own: swap them, or use the photo as it was taken, not mirrored");
    }
  }
  return {};
}

Status check_region(const Scene& scene) {
  if (scene.view == View::kCloseup || scene.scalp_region.empty()) return {};
  std::size_t inside = 0;
  for (const Px p : scene.scalp_region) {
    // The border itself counts: regions end at the limb.
    const Px inwards = p + 0.03 * (centroid(scene.head_outline) - p);
    if (contains<PhotoPx>(scene.head_outline, inwards)) ++inside;
  }
  if (static_cast<double>(inside) >= kLeastRegionInside * static_cast<double>(scene.scalp_region.size())) return {};
  return bad("scalp_region",
             std::to_string(scene.scalp_region.size() - inside) + " of its " +
                 std::to_string(scene.scalp_region.size()) + " points lie outside head_outline",
             "the outline encloses the whole visible cranium, and the region lies within");
}

Status check_camera(const Scene& scene) {
  if (!scene.camera || scene.camera->rotation.empty() || scene.view == View::kCloseup) return {};
  const HeadPose pose = pose_of(head_camera(*scene.camera));
  const auto cosine = [](const HeadPose& a, double yaw, double pitch) {
    return std::sin(a.pitch) * std::sin(pitch) + std::cos(a.pitch) * std::cos(pitch) * std::cos(a.yaw - yaw);
  };
  constexpr double kQuarter = 1.5707963267948966;
  double seen = 1;
  switch (scene.view) {
    case View::kFront:
    case View::kThreeQuarter:
      seen = cosine(pose, 0, 0);
      break;
    case View::kLeft:
      seen = cosine(pose, kQuarter, 0);
      break;
    case View::kRight:
      seen = cosine(pose, -kQuarter, 0);
      break;
    case View::kBack:
      seen = cosine(pose, 2 * kQuarter, 0);
      break;
    case View::kTop:
      seen = scene.camera->rotation[7] * -1;  // how far the axis of view runs down the head
      break;
    case View::kCloseup:
      break;
  }
  if (seen > 0) return {};
  return bad("camera.rotation",
             std::string("this camera sees the head from the other side than the view '") + view_name(scene.view) + "'",
             "rotation maps the head frame (x to the head's left, y up, z forward) to the camera's (x right, y down, "
             "z away from it)");
}

double length_px(const Points<PhotoPx>& line, bool closed) {
  double sum = 0;
  for (std::size_t i = 0; i + (closed ? 0 : 1) < line.size(); ++i) sum += norm(line[(i + 1) % line.size()] - line[i]);
  return sum;
}

double length_px(const std::vector<Points<PhotoPx>>& areas) {
  double sum = 0;
  for (const Points<PhotoPx>& area : areas) sum += length_px(area, true);
  return sum;
}

}  // namespace

Status check_contradictions(const Scene& scene) {
  if (Status status = check_sides(scene); !status) return status;
  if (Status status = check_region(scene); !status) return status;
  return check_camera(scene);
}

Status check_lengths(const Scene& scene, double mm_per_px) {
  const auto check = [&](const char* where, double px) -> Status {
    if (px * mm_per_px <= kMostBorderMm) return {};
    return Error{ErrorCode::kResourceLimit, where, format_text("%.0f m of line", px * mm_per_px / 1000),
                 format_text("allowed are up to %.0f m; draw it without going to and fro", kMostBorderMm / 1000)};
  };
  if (Status status = check("head_outline", length_px(scene.head_outline, true)); !status) return status;
  if (Status status = check("scalp_region", length_px(scene.scalp_region, true)); !status) return status;
  if (scene.hairline)
    if (Status status = check("hairline", length_px(*scene.hairline, false)); !status) return status;
  if (Status status = check("existing_hair", length_px(scene.existing_hair)); !status) return status;
  if (Status status = check("exclude", length_px(scene.exclude)); !status) return status;
  double scars_px = 0;
  for (const Scar& scar : scene.scars) scars_px += length_px(scar.outline, true) + length_px(scar.line, false);
  return check("scars", scars_px);
}

}  // namespace tonsure
