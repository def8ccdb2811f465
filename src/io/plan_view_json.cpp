#include "plan_view_json.h"

#include "../core/rotation.h"
#include "../scalp/fit_limits.h"
#include "json_writer.h"

namespace tonsure {
namespace {

constexpr std::size_t kMostDirections = 10000;

void append_camera(std::string& to, const HeadCamera& camera, std::size_t indent) {
  ObjectWriter object(to, indent);
  std::vector<double> rotation;
  for (const auto& row : camera.rotation) rotation.insert(rotation.end(), row.begin(), row.end());
  append_numbers(object.member("rotation"), rotation);
  append_point(object.member("center_px"), camera.center);
  append_point(object.member("principal_px"), camera.principal);
  append_number(object.member("mm_per_px"), camera.mm_per_px);
  append_number(object.member("pixel_aspect"), camera.pixel_aspect);
  append_number(object.member("inverse_distance_per_mm"), camera.inverse_distance_per_mm);
  object.close();
}

HeadCamera read_camera(const JsonNode& node) {
  node.refuse_unknown(
      {"rotation", "center_px", "principal_px", "mm_per_px", "pixel_aspect", "inverse_distance_per_mm"});
  HeadCamera camera;
  const JsonNode rows = node.member("rotation");
  const std::vector<double> rotation = rows.column<double>(9, -1.01, 1.01);
  if (rotation.size() != 9) return camera;  // which is said already
  // Right, down and towards the camera, of left, up and front: a left-handed set.
  const auto matrix = std::span(rotation).first<9>();
  if (!is_orthonormal(matrix) || determinant(matrix) >= 0)
    rows.fail("is not a rotation",
              "its rows point right, down and towards the camera, have length 1 and stand at right angles");
  for (std::size_t k = 0; k < rotation.size(); ++k) camera.rotation[k / 3][k % 3] = rotation[k];
  const auto place = [&](const char* key) -> Vec2<PhotoPx> {
    const auto xy = node.member(key).column<double>(2, -kFarthestPx, kFarthestPx);
    return xy.size() == 2 ? Vec2<PhotoPx>{xy[0], xy[1]} : Vec2<PhotoPx>{};
  };
  camera.center = place("center_px");
  camera.principal = place("principal_px");
  camera.mm_per_px = node.member("mm_per_px").number(kLeastViewMmPerPx, kMostViewMmPerPx);
  camera.pixel_aspect = node.member("pixel_aspect").number(1 / kMostViewAspect, kMostViewAspect);
  camera.inverse_distance_per_mm = node.member("inverse_distance_per_mm").number(0, kMostNearnessPerMm);
  return camera;
}

void append_view(std::string& to, const FittedHead& head, std::size_t indent) {
  ObjectWriter object(to, indent);
  append_camera(object.member("camera"), head.view.camera, object.inner_indent());
  append_numbers(object.member("rim_excess"), head.view.rim_excess);
  append_number(object.member("mm_per_px"), head.mm_per_px);
  append_number(object.member("scale_sd"), head.scale_sd);
  append_number(object.member("outline_rms_mm"), head.outline_rms_mm);
  append_numbers(object.member("pose_sd_rad"), {head.pose_sd.yaw, head.pose_sd.pitch, head.pose_sd.roll});
  append_text(object.member("scale_basis"), head.scale_basis);
  append_array(object.member("evidence"), head.evidence, [](std::string& out, const ScaleEvidence& evidence) {
    out += "{\"kind\": ";
    append_text(out, evidence.kind);
    out += ", \"mm_per_px\": ";
    append_number(out, evidence.mm_per_px);
    out += ", \"sd\": ";
    append_number(out, evidence.sd);
    out += '}';
  });
  object.close();
}

FittedHead read_view(const JsonNode& node, const ScalpSurface& surface) {
  node.refuse_unknown(
      {"camera", "rim_excess", "mm_per_px", "scale_sd", "outline_rms_mm", "pose_sd_rad", "scale_basis", "evidence"});
  FittedHead head;
  head.surface = surface;
  const HeadCamera camera = read_camera(node.member("camera"));
  const JsonNode excess = node.member("rim_excess");
  if (excess.size() > kMostDirections)
    excess.fail(excess.found(), "allowed are up to " + std::to_string(kMostDirections));
  const std::vector<double> rim_excess = excess.column<double>(excess.size(), -1, kMostRimExcess);
  head.mm_per_px = node.member("mm_per_px").number(kLeastViewMmPerPx, kMostViewMmPerPx);
  head.scale_sd = node.member("scale_sd").number(0, kMostFitError);
  head.outline_rms_mm = node.member("outline_rms_mm").number(0, kMostFitError);
  const std::vector<double> pose_sd = node.member("pose_sd_rad").column<double>(3, 0, kMostFitError);
  if (pose_sd.size() == 3) head.pose_sd = {pose_sd[0], pose_sd[1], pose_sd[2]};
  head.scale_basis = node.member("scale_basis").text();
  for (const JsonNode& item : node.member("evidence").elements()) {
    item.refuse_unknown({"kind", "mm_per_px", "sd"});
    head.evidence.push_back({item.member("kind").text(), item.member("mm_per_px").number(0, kMostFitError),
                             item.member("sd").number(0, kMostFitError)});
  }
  if (node.failed()) return head;
  if (!stands_outside(surface, camera)) {
    node.member("camera").fail("the camera stands in the head",
                               "inverse_distance_per_mm is 1 over its distance from mid-head");
    return head;
  }
  head.view = see_head(surface, camera);
  head.view.rim_excess = rim_excess;
  head.pose = pose_of(camera);
  return head;
}

}  // namespace

void append_views(std::string& to, const std::vector<FittedHead>& views, std::size_t indent) {
  append_array(to, views, [&](std::string& out, const FittedHead& head) { append_view(out, head, indent); });
}

std::vector<FittedHead> read_views(const JsonNode& node, const ScalpSurface& surface, std::size_t scenes) {
  std::vector<FittedHead> views;
  const std::vector<JsonNode> nodes = node.elements();
  if (nodes.size() != scenes)
    node.fail(node.found(), "it has one view for each of the " + std::to_string(scenes) + " scenes");
  for (const JsonNode& view : nodes) {
    if (node.failed()) break;
    views.push_back(read_view(view, surface));
  }
  return views;
}

}  // namespace tonsure
