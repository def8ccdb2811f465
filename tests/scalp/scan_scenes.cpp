#include "scalp/scan_scenes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tonsure::testing {
namespace {

using P3 = Vec3<HeadMm>;

/// Outlines are found in a render of this longer side, whatever the photo's size: 0.28 mm per pixel, sampled nine
/// times, gives the border of an area to some 0.05 mm.
constexpr int kMaskSide = 1200;
constexpr double kMaskTolerancePx = 0.15;  // of simplification

Points<PhotoPx> outline_of(const HeadScan& scan, const RenderCamera& camera, bool (*is_in)(const HeadScan&, P3)) {
  const double scale = static_cast<double>(kMaskSide) / std::max(camera.width_px, camera.height_px);
  const RenderCamera small = resized(camera, static_cast<int>(std::lround(camera.width_px * scale)),
                                     static_cast<int>(std::lround(camera.height_px * scale)));
  const auto mask = coverage(scan.mesh, small, 3, [&](P3 p) { return is_in(scan, p); });
  Points<PhotoPx> out = simplified(contour(mask), kMaskTolerancePx);
  const double back = static_cast<double>(camera.width_px) / small.width_px;
  for (auto& p : out) p = back * p;
  return out;
}

bool in_photo(const RenderCamera& camera, Vec2<PhotoPx> at) {
  return at.x >= 0 && at.y >= 0 && at.x <= camera.width_px && at.y <= camera.height_px;
}

/// Whether nothing stands before a point `above_mm` over the skin: high enough, and a point on the limb counts as seen.
bool is_visible(const HeadScan& scan, const RenderCamera& camera, const SurfacePoint& point, double above_mm) {
  const P3 direction = towards_camera(camera, point.position);
  return in_photo(camera, project(camera, point.position).position) &&
         !first_hit(scan.mesh, point.position + above_mm * point.normal, direction, 0.5).has_value();
}
constexpr double kFacePointAboveMm = 1.5;
constexpr double kHairlineAboveMm = 0.1;

/// The longest run of the hairline that is seen.
Points<PhotoPx> visible_hairline(const HeadScan& scan, const RenderCamera& camera) {
  Points<PhotoPx> best, run;
  for (const SurfacePoint& p : scan.hairline_points) {
    const bool faces_away = dot(p.normal, towards_camera(camera, p.position)) < 0;
    if (!faces_away && is_visible(scan, camera, p, kHairlineAboveMm)) {
      run.push_back(project(camera, p.position).position);
    } else {
      run.clear();
    }
    if (run.size() > best.size()) best = run;
  }
  return best.size() >= 3 ? best : Points<PhotoPx>{};
}

}  // namespace

RenderCamera scan_camera(const ScanView& view, std::optional<double> distance_mm, int width_px, int height_px) {
  Framing framing;
  if (view.view == View::kTop) framing.target = {0, 0, 8};
  framing.distance_mm = distance_mm;
  framing.width_px = width_px;
  framing.height_px = height_px;
  return make_camera(camera_axes(view.yaw_deg, view.pitch_deg, view.roll_deg), framing);
}

Scene true_scene(const HeadScan& scan, const RenderCamera& camera, View view,
                 const std::vector<std::string>& face_points) {
  Scene scene;
  scene.image = "photo.png";
  scene.width_px = camera.width_px;
  scene.height_px = camera.height_px;
  scene.view = view;
  scene.mm_per_px = camera.mm_per_px;
  scene.camera = scene_camera(camera);
  scene.head_outline = outline_of(scan, camera, is_cranium);
  scene.scalp_region = outline_of(scan, camera, is_scalp);
  scene.hairline = visible_hairline(scan, camera);
  for (const std::string& name : face_points) {
    const P3 p = scan.landmarks.at(name);
    FacePoint point{name, std::nullopt};
    if (is_visible(scan, camera, {p, normal_at(scan.mesh, p)}, kFacePointAboveMm))
      point.position = project(camera, p).position;
    scene.face_points.push_back(std::move(point));
  }
  scene.notes = "A render of a head scan (" + scan.name + "); all of it is exact.";
  return scene;
}

}  // namespace tonsure::testing
