#include <tonsure/scene/scene.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <span>

#include "../core/rotation.h"
#include "scene_limits.h"

namespace tonsure {
namespace {

using PhotoPoint = Vec2<PhotoPx>;
using PhotoSpan = std::span<const PhotoPoint>;

constexpr double kLeastWidthPx = 0.5;  // outlines narrower than this enclose nothing one could see

std::string number_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string point_text(PhotoPoint p) {
  return "[" + number_text(p.x) + ", " + number_text(p.y) + "]";
}

std::string element(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

/// A name from a file, fit for a message of one line.
std::string printable(std::string name) {
  if (name.size() > 40) name = name.substr(0, 40) + "...";
  for (char& c : name)
    if (c < ' ' || c > '~') c = '?';
  return name;
}

Error bad(std::string where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(why), std::move(fix)};
}

/// `low_allowed` says whether `low` itself is in range.
Status check_number(const std::string& path, double value, double low, bool low_allowed, double high,
                    const char* unit) {
  if ((low_allowed ? value >= low : value > low) && value <= high) return {};
  return bad(path, "found " + number_text(value),
             std::string("allowed are numbers ") + (low_allowed ? "from " : "above ") + number_text(low) + " up to " +
                 number_text(high) + unit);
}

Status check_point(const Scene& scene, const std::string& path, PhotoPoint p) {
  const double w = scene.width_px, h = scene.height_px, margin = kOutsideTolerance * std::max(w, h);
  if (!std::isfinite(p.x) || !std::isfinite(p.y))
    return bad(path, "found " + point_text(p), "both coordinates must be finite numbers");
  if (p.x >= -margin && p.y >= -margin && p.x <= w + margin && p.y <= h + margin) return {};
  return bad(
      path, "found " + point_text(p) + ", outside the photo",
      "points lie between [0, 0] and " + point_text({w, h}) + ", or at most " + number_text(margin) + " px beyond");
}

Status check_points(const Scene& scene, const std::string& path, const Points<PhotoPx>& points, std::size_t least) {
  if (points.empty()) return bad(path, "is empty", "it needs at least " + std::to_string(least) + " points");
  if (points.size() < least)
    return bad(path, "found " + std::to_string(points.size()) + (points.size() == 1 ? " point" : " points"),
               "it needs at least " + std::to_string(least));
  if (points.size() > static_cast<std::size_t>(kMaxPolygonPoints))
    return bad(path, "found " + std::to_string(points.size()) + " points",
               "allowed are up to " + std::to_string(kMaxPolygonPoints));
  for (std::size_t i = 0; i < points.size(); ++i)
    if (Status status = check_point(scene, element(path, i), points[i]); !status.ok()) return status;
  return {};
}

/// True where p and q lie on different sides of the line ab, and neither on it.
bool separates(PhotoPoint a, PhotoPoint b, PhotoPoint p, PhotoPoint q) {
  const double sp = cross(b - a, p - a), sq = cross(b - a, q - a);
  return (sp > 0 && sq < 0) || (sp < 0 && sq > 0);
}

bool edges_cross(PhotoPoint a, PhotoPoint b, PhotoPoint c, PhotoPoint d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
      std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
    return false;
  return separates(a, b, c, d) && separates(c, d, a, b);
}

/// Where two edges cross that do.
PhotoPoint crossing(PhotoPoint a, PhotoPoint b, PhotoPoint c, PhotoPoint d) {
  return a + (cross(c - a, d - c) / cross(b - a, d - c)) * (b - a);
}

/// The outline that starts at its first vertex, as sums up to each vertex, so that the width of a loop costs O(1).
class LoopWidths {
 public:
  explicit LoopWidths(PhotoSpan outline) : outline_(outline), twice_area_(1, 0.0), length_(1, 0.0) {
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const PhotoPoint a = outline[i], b = outline[(i + 1) % outline.size()];
      twice_area_.push_back(twice_area_.back() + cross(a, b));
      length_.push_back(length_.back() + norm(b - a));
    }
  }
  /// Mean width, area over half the perimeter, of the narrower of the two loops into which edges i < j cut the outline
  /// by crossing at x.
  [[nodiscard]] double narrower(std::size_t i, std::size_t j, PhotoPoint x) const {
    const PhotoPoint first = outline_[i + 1], last = outline_[j];
    const double area = twice_area_[j] - twice_area_[i + 1] + cross(x, first) + cross(last, x);
    const double length = length_[j] - length_[i + 1] + norm(first - x) + norm(x - last);
    return std::min(std::fabs(area) / length, std::fabs(twice_area_.back() - area) / (length_.back() - length));
  }

 private:
  PhotoSpan outline_;
  std::vector<double> twice_area_, length_;
};

/// Largest distance of a point from the line through the first point and the one farthest from it: 0 where all points
/// lie on one line.
double width_of(PhotoSpan points) {
  PhotoPoint far = points[0];
  for (const PhotoPoint p : points)
    if (norm(p - points[0]) > norm(far - points[0])) far = p;
  double width = 0;
  if (far == points[0]) return width;
  const PhotoPoint along = normalized(far - points[0]);
  for (const PhotoPoint p : points) width = std::max(width, std::fabs(cross(along, p - points[0])));
  return width;
}

Status no_area(const std::string& path) {
  return bad(path, "the outline encloses no area", "its points must not lie on one line or run back on themselves");
}

Status check_area(const Scene& scene, const std::string& path, const Points<PhotoPx>& outline) {
  if (Status status = check_points(scene, path, outline, 3); !status.ok()) return status;
  return width_of(outline) < kLeastWidthPx ? no_area(path) : Status();
}

std::string edge_text(const Points<PhotoPx>& outline, std::size_t i) {
  const std::size_t next = (i + 1) % outline.size();
  return std::to_string(i) + "-" + std::to_string(next) + " (" + point_text(outline[i]) + " to " +
         point_text(outline[next]) + ")";
}

/// An area whose outline must not cross itself, but for slivers. An outline that meets itself in a vertex touches.
Status check_simple_area(const Scene& scene, const std::string& path, const Points<PhotoPx>& outline) {
  if (Status status = check_area(scene, path, outline); !status.ok()) return status;
  const double sliver_px = kSliverTolerance * std::max(scene.width_px, scene.height_px);
  const LoopWidths widths(outline);
  const std::size_t n = outline.size();
  for (std::size_t i = 0; i + 1 < n; ++i) {
    for (std::size_t j = i + 2; j < n; ++j) {
      const PhotoPoint a = outline[i], b = outline[i + 1], c = outline[j], d = outline[(j + 1) % n];
      if (edges_cross(a, b, c, d) && widths.narrower(i, j, crossing(a, b, c, d)) > sliver_px)
        return bad(path, "edge " + edge_text(outline, i) + " crosses edge " + edge_text(outline, j),
                   "the outline may touch itself but not cross itself");
    }
  }
  return std::fabs(signed_area(PhotoSpan(outline))) < kLeastWidthPx * kLeastWidthPx ? no_area(path) : Status();
}

Status check_line(const Scene& scene, const std::string& path, const Points<PhotoPx>& line) {
  if (Status status = check_points(scene, path, line, 2); !status.ok()) return status;
  if (std::all_of(line.begin(), line.end(), [&](PhotoPoint p) { return p == line[0]; }))
    return bad(path, "all points are the same", "a line needs two different points");
  return {};
}

Error too_many(const std::string& path, std::size_t count, const char* what, std::size_t most) {
  return {ErrorCode::kResourceLimit, path, "found " + std::to_string(count) + " " + what,
          "allowed are up to " + std::to_string(most)};
}

/// How many members a list has, and how many points they have together.
Status check_amount(const std::string& path, std::size_t members, std::size_t points) {
  if (members > kMaxAreas) return too_many(path, members, "members", kMaxAreas);
  if (points > kMaxListPoints) return too_many(path, points, "points in all", kMaxListPoints);
  return {};
}

Status check_areas(const Scene& scene, const std::string& path, const std::vector<Points<PhotoPx>>& areas) {
  std::size_t points = 0;
  for (const Points<PhotoPx>& area : areas) points += area.size();
  if (Status status = check_amount(path, areas.size(), points); !status.ok()) return status;
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (Status status = check_area(scene, element(path, i), areas[i]); !status.ok()) return status;
  return {};
}

Status check_size(int width, int height) {
  const std::string found = "found " + std::to_string(width) + " x " + std::to_string(height) + " px";
  if (width < 1 || height < 1) return bad("size", found, "both sides must be at least 1 px");
  if (width > kMaxSidePx || height > kMaxSidePx || static_cast<long long>(width) * height > kMaxScenePixels)
    return bad("size", found,
               "allowed are sides up to " + std::to_string(kMaxSidePx) + " px and " +
                   std::to_string(kMaxScenePixels / 1'000'000) + " megapixels in all");
  return {};
}

Status check_scar(const Scene& scene, const std::string& path, const Scar& scar) {
  if (std::find(kAllScarKinds.begin(), kAllScarKinds.end(), scar.kind) == kAllScarKinds.end())
    return bad(path + ".kind", "found no value", "take one of the enum");
  if (scar.outline.empty() == scar.line.empty())
    return bad(path, scar.line.empty() ? "has neither polygon nor polyline" : "has both polygon and polyline",
               "a scar has a polygon, or a polyline with width_mm");
  if (!scar.outline.empty()) return check_area(scene, path + ".polygon", scar.outline);
  if (Status status = check_line(scene, path + ".polyline", scar.line); !status.ok()) return status;
  return check_number(path + ".width_mm", scar.width_mm, 0, false, kMaxScarWidthMm, " mm");
}

Status check_scars(const Scene& scene) {
  std::size_t points = 0;
  for (const Scar& scar : scene.scars) points += scar.outline.size() + scar.line.size();
  if (Status status = check_amount("scars", scene.scars.size(), points); !status.ok()) return status;
  for (std::size_t i = 0; i < scene.scars.size(); ++i)
    if (Status status = check_scar(scene, element("scars", i), scene.scars[i]); !status.ok()) return status;
  return {};
}

Status check_face_points(const Scene& scene) {
  if (scene.face_points.size() > kMaxFacePoints)
    return too_many("face_points", scene.face_points.size(), "points", kMaxFacePoints);
  std::set<std::string> names;
  for (const FacePoint& point : scene.face_points) {
    const std::string path = "face_points." + printable(point.name);
    if (!names.insert(point.name).second) return bad(path, "is given twice", "each face point has one position");
    if (!point.position) continue;
    if (Status s = check_point(scene, path, *point.position); !s.ok()) return s;
  }
  return {};
}

Status check_marker(const Scene& scene, const Marker& marker) {
  const bool is_segment = marker.kind == "segment", is_aruco = marker.kind == "aruco";
  if (!is_segment && !is_aruco && marker.kind != "coin" && marker.kind != "sticker")
    return bad("marker.kind", "found \"" + printable(marker.kind) + "\"", "allowed are aruco, coin, sticker, segment");
  if (Status s = check_number("marker.size_mm", marker.size_mm, 0, false, kMaxMarkerMm, " mm"); !s.ok()) return s;
  if (Status s = check_line(scene, "marker.points", marker.points); !s.ok()) return s;
  const std::size_t wanted = is_segment ? 2 : is_aruco ? 4 : marker.points.size();
  if (marker.points.size() != wanted)
    return bad("marker.points", "found " + std::to_string(marker.points.size()) + " points",
               "a marker of kind " + marker.kind + " has " + std::to_string(wanted));
  return {};
}

Status check_finite(const std::string& path, double value) {
  if (std::isfinite(value)) return {};
  return bad(path, "found " + number_text(value), "it must be a finite number");
}

Status check_matrix(const std::string& path, const std::vector<double>& matrix, std::size_t size) {
  if (matrix.size() != size)
    return bad(path, "found " + std::to_string(matrix.size()) + " numbers", "it has " + std::to_string(size));
  for (std::size_t i = 0; i < size; ++i)
    if (Status status = check_finite(element(path, i), matrix[i]); !status.ok()) return status;
  return {};
}

Status check_camera(const Scene& scene, const Camera& camera) {
  const double least = kMinFocal * std::max(scene.width_px, scene.height_px);
  if (Status s = check_number("camera.fx", camera.fx, least, true, kMaxFocalPx, " px"); !s.ok()) return s;
  if (Status s = check_number("camera.fy", camera.fy, camera.fx / kMaxPixelAspect, true, camera.fx * kMaxPixelAspect,
                              " px, within a factor of 5 of fx");
      !s.ok())
    return s;
  if (Status s = check_number("camera.cx", camera.cx, -kMaxPrincipalPx, true, kMaxPrincipalPx, " px"); !s.ok())
    return s;
  if (Status s = check_number("camera.cy", camera.cy, -kMaxPrincipalPx, true, kMaxPrincipalPx, " px"); !s.ok())
    return s;
  if (camera.rotation.empty() && camera.translation_mm.empty()) return {};
  if (Status s = check_matrix("camera.rotation", camera.rotation, 9); !s.ok()) return s;
  if (Status s = check_matrix("camera.translation_mm", camera.translation_mm, 3); !s.ok()) return s;
  const auto rotation = std::span(camera.rotation).first<9>();
  if (!is_orthonormal(rotation) || determinant(rotation) <= 0)
    return bad("camera.rotation", "is not a rotation",
               "its rows must have length 1, stand at right angles and be right-handed");
  return check_number("camera.translation_mm[2]", camera.translation_mm[2], 0, false, 1e7, " mm");
}

/// The region and the head share some area, or come within kLeastWidthPx of each other.
bool meet(const Points<PhotoPx>& region, const Points<PhotoPx>& head) {
  for (const PhotoPoint p : region)
    if (contains(PhotoSpan(head), p) || distance_to_polyline(PhotoSpan(head), p, true) <= kLeastWidthPx) return true;
  for (const PhotoPoint p : head)
    if (contains(PhotoSpan(region), p)) return true;
  for (std::size_t i = 0; i < region.size(); ++i)
    for (std::size_t j = 0; j < head.size(); ++j)
      if (edges_cross(region[i], region[(i + 1) % region.size()], head[j], head[(j + 1) % head.size()])) return true;
  return false;
}

}  // namespace

Status check_scene(const Scene& scene) {
  if (Status s = check_size(scene.width_px, scene.height_px); !s.ok()) return s;
  if (std::find(kAllViews.begin(), kAllViews.end(), scene.view) == kAllViews.end())
    return bad("view", "found no value", "take one of the enum");
  if (scene.mm_per_px)
    if (Status s = check_number("mm_per_px", *scene.mm_per_px, kMinMmPerPx, true, kMaxMmPerPx, " mm"); !s.ok())
      return s;
  if (Status s = check_simple_area(scene, "head_outline", scene.head_outline); !s.ok()) return s;
  if (Status s = check_simple_area(scene, "scalp_region", scene.scalp_region); !s.ok()) return s;
  if (!meet(scene.scalp_region, scene.head_outline))
    return bad("scalp_region", "does not meet head_outline", "the area to treat lies on the head");
  if (scene.hairline && !scene.hairline->empty())
    if (Status s = check_line(scene, "hairline", *scene.hairline); !s.ok()) return s;
  if (Status s = check_areas(scene, "existing_hair", scene.existing_hair); !s.ok()) return s;
  if (Status s = check_areas(scene, "exclude", scene.exclude); !s.ok()) return s;
  if (Status s = check_face_points(scene); !s.ok()) return s;
  if (Status s = check_scars(scene); !s.ok()) return s;
  if (scene.marker)
    if (Status s = check_marker(scene, *scene.marker); !s.ok()) return s;
  if (scene.head.size() > kMaxHeadName)
    return bad("head", "found " + std::to_string(scene.head.size()) + " bytes",
               "allowed are up to " + std::to_string(kMaxHeadName));
  if (scene.camera)
    if (Status s = check_camera(scene, *scene.camera); !s.ok()) return s;
  return {};
}

Status check_scene_size(const Scene& scene, int width_px, int height_px) {
  if (scene.width_px == width_px && scene.height_px == height_px) return {};
  const auto text = [](int w, int h) { return std::to_string(w) + " x " + std::to_string(h) + " px"; };
  const bool turned = scene.width_px == height_px && scene.height_px == width_px;
  return bad("size",
             "the scene was made for a photo of " + text(scene.width_px, scene.height_px) + ", but the photo has " +
                 text(width_px, height_px),
             turned ? "annotate the photo as it stands upright, after its EXIF orientation is applied"
                    : "use the photo the scene was made for, or scale all its points");
}

std::optional<Vec2<PhotoPx>> find_face_point(const Scene& scene, const std::string& name) {
  for (const FacePoint& point : scene.face_points)
    if (point.name == name) return point.position;
  return std::nullopt;
}

const char* view_name(View view) {
  switch (view) {
    case View::kFront:
      return "front";
    case View::kTop:
      return "top";
    case View::kLeft:
      return "left";
    case View::kRight:
      return "right";
    case View::kBack:
      return "back";
    case View::kThreeQuarter:
      return "three-quarter";
    case View::kCloseup:
      return "closeup";
  }
  return "front";
}

const char* scar_kind_name(ScarKind kind) {
  switch (kind) {
    case ScarKind::kStrip:
      return "strip";
    case ScarKind::kFue:
      return "fue";
    case ScarKind::kPlug:
      return "plug";
    case ScarKind::kBurn:
      return "burn";
    case ScarKind::kLinear:
      return "linear";
    case ScarKind::kBirthmark:
      return "birthmark";
  }
  return "linear";
}

}  // namespace tonsure
