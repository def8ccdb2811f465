#include "phantom_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace tonsure::phantom {
namespace {

constexpr ScalpSurface kSurface;

/// A point of the ellipsoid: degrees from straight ahead towards the head's left, and height, mm.
struct Place {
  double azimuth_deg = 0;
  double height_mm = 0;
};
V3 on_surface(Place at) {
  const auto [a, b, c] = kSurface.semi_axes_mm;
  const double r = std::sqrt(1 - at.height_mm * at.height_mm / (b * b));
  const double t = at.azimuth_deg * std::numbers::pi / 180;
  return {a * r * std::sin(t), at.height_mm, c * r * std::cos(t)};
}

/// The left half of a mature male hairline, from the midline to the end of the sideburn (domain literature: 61-66 mm):
/// 62 mm above the glabella along the skin, corner on the vertical through the lateral canthus and higher than the
/// middle, then the temple point. Angles of the right half: its corner lies deeper, as in three men of four.
struct HairlineKnot {
  Place left;
  double right_azimuth = 0, right_height = 0;
};
constexpr std::array<HairlineKnot, 15> kHairline = {{{{0, 57.5}, 0, 57.5},
                                                     {{12, 57.3}, 12, 57.6},
                                                     {{25, 58.0}, 25, 58.6},
                                                     {{38, 58.7}, 38, 59.6},
                                                     {{49, 59.5}, 50, 61.0},
                                                     {{57, 59.2}, 59, 60.9},
                                                     {{62, 55.0}, 64.5, 56.6},
                                                     {{64.5, 48.5}, 66.5, 49.6},
                                                     {{64.5, 41.2}, 66, 41.6},
                                                     {{61.5, 31.9}, 62.5, 31.9},
                                                     {{59.5, 25.0}, 60.5, 25.0},
                                                     {{63, 15.5}, 63.5, 15.5},
                                                     {{70, 7.0}, 70, 7.0},
                                                     {{76, -1.5}, 76, -1.5},
                                                     {{79.5, -11.0}, 79.5, -11.0}}};

/// Through the knots (Catmull & Rom 1974), `pieces` to each span.
std::vector<V3> half_hairline(bool left, int pieces) {
  const auto knot = [&](std::ptrdiff_t i) -> Place {
    const HairlineKnot& k = kHairline[static_cast<std::size_t>(std::min<std::ptrdiff_t>(std::abs(i), 14))];
    const double azimuth = left ? k.left.azimuth_deg : k.right_azimuth;
    return {i < 0 ? -azimuth : azimuth, left ? k.left.height_mm : k.right_height};
  };
  const auto blend = [](double a, double b, double c, double d, double f) {
    return b + 0.5 * f * ((c - a) + f * ((2 * a - 5 * b + 4 * c - d) + f * (3 * (b - c) + d - a)));
  };
  std::vector<V3> out;
  for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(kHairline.size()); ++i) {
    const Place a = knot(i - 1), b = knot(i), c = knot(i + 1), d = knot(i + 2);
    for (int k = 0; k < pieces; ++k) {
      const double f = static_cast<double>(k) / pieces;
      const double azimuth = blend(a.azimuth_deg, b.azimuth_deg, c.azimuth_deg, d.azimuth_deg, f);
      out.push_back(
          on_surface({left ? azimuth : -azimuth, blend(a.height_mm, b.height_mm, c.height_mm, d.height_mm, f)}));
    }
  }
  const Place end = knot(14);
  out.push_back(on_surface({left ? end.azimuth_deg : -end.azimuth_deg, end.height_mm}));
  return out;
}

/// The whole hairline from the head's right to its left.
std::vector<V3> hairline() {
  std::vector<V3> out = half_hairline(false, 5);
  std::reverse(out.begin(), out.end());
  const std::vector<V3> left = half_hairline(true, 5);
  out.insert(out.end(), left.begin() + 1, left.end());
  return out;
}

/// Heights, mm, where the visible cranium ends: ear tops from the front and behind, brow line, nape.
constexpr double kEarTopY = 4;
constexpr double kBrowY = kPureAboveMm;
constexpr double kNapeY = -42;
constexpr int kArcPieces = 240;

/// The silhouette of the ellipsoid in one view, as angles from image right upwards.
struct Silhouette {
  const Camera& camera;
  double across, tall;  ///< semi-axes, mm
  Vec2<PhotoPx> at(double angle) const {
    return {camera.center.x + across * std::cos(angle) / camera.mm_per_px,
            camera.center.y - tall * std::sin(angle) / camera.mm_per_px};
  }
  /// Appends the arc, ends included.
  void arc(Points<PhotoPx>& out, double from, double to) const {
    for (int i = 0; i <= kArcPieces; ++i) out.push_back(at(from + (to - from) * i / kArcPieces));
  }
};

double angle_at_height(double height, double semi_axis) {
  return std::asin(height / semi_axis);
}

using ImageMm = Vec2<PhotoPx>;  // mm right and up from mid-head, as the photo shows it
Vec2<PhotoPx> place(const Camera& camera, ImageMm p) {
  return {camera.center.x + p.x / camera.mm_per_px, camera.center.y - p.y / camera.mm_per_px};
}

void front(Scene& scene, const Camera& camera) {
  const auto [a, b, c] = kSurface.semi_axes_mm;
  const Silhouette rim{camera, a, b};
  const double low = angle_at_height(kEarTopY, b);
  rim.arc(scene.head_outline, std::numbers::pi - low, low);
  for (const ImageMm p : {ImageMm{66, 8}, {48, 13}, {20, kBrowY}, {-20, kBrowY}, {-48, 13}, {-66, 8}})
    scene.head_outline.push_back(place(camera, p));

  Points<PhotoPx> line;
  for (const V3 p : hairline())
    if (p.y >= kEarTopY + 1) line.push_back(project(camera, p));
  rim.arc(scene.scalp_region, std::numbers::pi - low, low);
  scene.scalp_region.insert(scene.scalp_region.end(), line.rbegin(), line.rend());
  scene.hairline = std::move(line);
}

void side(Scene& scene, const Camera& camera, bool left) {
  const auto [a, b, c] = kSurface.semi_axes_mm;
  const double forward = left ? -1 : 1;  // sign of image right for a point in front of mid-head
  const Silhouette rim{camera, forward * c, b};
  const double nape = std::numbers::pi - angle_at_height(kNapeY, b);
  // Behind and above the ear, from the nape forward: z and height.
  constexpr std::array<std::array<double, 2>, 9> kLow = {
      {{-62, -40}, {-46, -35}, {-38, -25}, {-36.5, -10}, {-30, 1}, {-18, 6}, {-4, 6}, {6, 3}, {11, -5}}};
  const auto low_line = [&](Points<PhotoPx>& out) {
    for (const auto& [z, y] : kLow) out.push_back(place(camera, {forward * z, y}));
  };
  rim.arc(scene.head_outline, angle_at_height(kBrowY, b), nape);
  low_line(scene.head_outline);
  for (const auto& [z, y] : {std::array<double, 2>{17, -13}, {27, -8}, {48, 4}, {74, 12}})
    scene.head_outline.push_back(place(camera, {forward * z, y}));

  const std::vector<V3> half = half_hairline(left, 5);  // from the midline to the sideburn
  Points<PhotoPx> line;
  for (const V3 p : half) line.push_back(project(camera, p));
  rim.arc(scene.scalp_region, angle_at_height(half.front().y, b), nape);
  low_line(scene.scalp_region);
  scene.scalp_region.insert(scene.scalp_region.end(), line.rbegin(), line.rend() - 1);
  if (!left) std::reverse(line.begin(), line.end());
  scene.hairline = std::move(line);
}

void back(Scene& scene, const Camera& camera) {
  const auto [a, b, c] = kSurface.semi_axes_mm;
  const Silhouette rim{camera, a, b};
  const double low = angle_at_height(kEarTopY, b);
  rim.arc(scene.head_outline, std::numbers::pi - low, low);
  for (const ImageMm p : {ImageMm{71, -6},
                          {66, -22},
                          {58, -33},
                          {44, -39},
                          {22, kNapeY},
                          {0, kNapeY - 1},
                          {-22, kNapeY},
                          {-44, -39},
                          {-58, -33},
                          {-66, -22},
                          {-71, -6}})
    scene.head_outline.push_back(place(camera, p));
  scene.scalp_region = scene.head_outline;
  scene.hairline = Points<PhotoPx>{};
}

void top(Scene& scene, const Camera& camera) {
  const double a = kSurface.semi_axes_mm[0], c = kSurface.semi_axes_mm[2];
  const Silhouette rim{camera, a, c};
  rim.arc(scene.head_outline, 0, 2 * std::numbers::pi);
  scene.head_outline.pop_back();

  // The hairline as far as it is seen from above: down to mid-height, which is the silhouette.
  const std::vector<V3> all = hairline();
  std::vector<V3> seen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto edge = [&](V3 below, V3 above) {
      const double t = -below.y / (above.y - below.y);
      const V3 p = below + t * (above - below);
      const double r = std::sqrt(p.x * p.x / (a * a) + p.z * p.z / (c * c));
      return V3{p.x / r, 0, p.z / r};
    };
    if (i > 0 && all[i - 1].y < 0 && all[i].y >= 0) seen.push_back(edge(all[i - 1], all[i]));
    if (all[i].y > 0) seen.push_back(all[i]);
    if (i > 0 && all[i - 1].y >= 0 && all[i].y < 0) seen.push_back(edge(all[i], all[i - 1]));
  }
  Points<PhotoPx> line;
  for (const V3 p : seen) line.push_back(project(camera, p));
  const auto angle = [&](V3 p) { return std::atan2(-p.z / c, p.x / a); };
  // From the hairline's left end (as seen) over the occiput to its right end.
  const double from = angle(seen.front()) + 2 * std::numbers::pi, to = angle(seen.back());
  rim.arc(scene.scalp_region, from, to);
  scene.scalp_region.insert(scene.scalp_region.end(), line.rbegin() + 1, line.rend() - 1);
  scene.hairline = std::move(line);
}

/// Empty where something hides the point.
std::optional<Vec2<PhotoPx>> seen_at(const Camera& camera, V3 p) {
  constexpr double kNear = 2.5, kAside = 0.8;  // mm; a point on the limb counts as seen
  const Vec2<PhotoPx> at = project(camera, p);
  for (const double dx : {0.0, -kAside, kAside})
    for (const double dy : {0.0, -kAside, kAside}) {
      const V3 origin = ray_origin(camera, at) + dx * camera.right + dy * camera.up;
      const auto t = trace_head(origin, -1.0 * camera.view, 0, 2 * kCameraMm);
      if (t && norm(origin - *t * camera.view - p) < kNear) return at;
    }
  return std::nullopt;
}

void face_points(Scene& scene, const Camera& camera) {
  const auto from_front = [](double x, double y) {
    const V3 origin{x, y, kCameraMm};
    return V3{x, y, kCameraMm - trace_head(origin, {0, 0, -1}, 0, 2 * kCameraMm).value_or(kCameraMm)};
  };
  const auto from_side = [](double y, double z) {
    const V3 origin{kCameraMm, y, z};
    return V3{kCameraMm - trace_head(origin, {-1, 0, 0}, 0, 2 * kCameraMm).value_or(kCameraMm), y, z};
  };
  const auto add = [&](const char* name, V3 p) {
    auto at = seen_at(camera, p);
    if (at && (at->x < 0 || at->y < 0 || at->x > scene.width_px || at->y > scene.height_px)) at = std::nullopt;
    scene.face_points.push_back({name, at});
  };
  const V3 pupil = from_front(kPupilX, kPupilY), tragus = from_side(-38, 2.5);
  add("left_pupil", pupil);
  add("right_pupil", {-pupil.x, pupil.y, pupil.z});
  add("glabella", from_front(0, 1));
  add("nose_tip", from_front(0, -61));
  add("chin", from_front(0, -128));
  add("left_tragus", tragus);
  add("right_tragus", {-tragus.x, tragus.y, tragus.z});
}

}  // namespace

Scene make_scene(const Camera& camera, View view, int width_px, int height_px) {
  Scene scene;
  scene.image = "photo.png";
  scene.width_px = width_px;
  scene.height_px = height_px;
  scene.view = view;
  scene.mm_per_px = camera.mm_per_px;
  switch (view) {
    case View::kLeft:
    case View::kRight:
      side(scene, camera, view == View::kLeft);
      break;
    case View::kBack:
      back(scene, camera);
      break;
    case View::kTop:
      top(scene, camera);
      break;
    default:
      front(scene, camera);
      break;
  }
  face_points(scene, camera);
  scene.notes =
      "Drawn by tonsure: a phantom, nobody's photograph. The cranium is an ellipsoid of 77 x 95 x 100 mm semi-axes "
      "seen "
      "without perspective; outline, scale and hairline are exact. The eyes are closed.";
  return scene;
}

}  // namespace tonsure::phantom
