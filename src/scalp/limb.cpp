#include "limb.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

/// An edge of the outline belongs to the head's silhouette unless its outward normal points this much downwards: what
/// closes the outline along brow, ears or nape is not the limb of the cranium.
constexpr double kMostDownwardNormal = 0.4;
constexpr double kPointsPerHead = 60;
constexpr double kMostPoints = 2000;  // of an outline that is long for its area; a round one has some 220

}  // namespace

Vec2<PhotoPx> centroid(const Points<PhotoPx>& points) {
  Px sum{};
  for (const Px p : points) sum = sum + p;
  return (1.0 / static_cast<double>(points.size())) * sum;
}

double apparent_roll(const Scene& scene) {
  const auto left = find_face_point(scene, "left_pupil"), right = find_face_point(scene, "right_pupil");
  if ((scene.view == View::kFront || scene.view == View::kThreeQuarter) && left && right) {
    const Px d = *left - *right;
    return d.x > 0 ? std::atan2(d.y, d.x) : 0;
  }
  if (scene.view == View::kTop) {
    if (!scene.hairline) return 0;
    if (scene.hairline->empty()) return std::numbers::pi;
    const Px d = centroid(*scene.hairline) - centroid(scene.head_outline);
    return std::atan2(-d.x, d.y);  // image down turns into the direction of the forehead
  }
  return 0;
}

ImageAxes axes_of(double roll) {
  return {{std::cos(roll), std::sin(roll)}, {-std::sin(roll), std::cos(roll)}};
}

std::vector<bool> limb_edges(const Scene& scene) {
  const Points<PhotoPx>& outline = scene.head_outline;
  const double sign = signed_area<PhotoPx>(outline) > 0 ? 1 : -1;
  const Px down = axes_of(apparent_roll(scene)).down;
  std::vector<bool> limb(outline.size(), false);
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) {
    const Px along = outline[(i + 1) % n] - outline[i];
    const double length = norm(along);
    if (length <= 0) continue;
    const Px outward = (sign / length) * Px{along.y, -along.x};
    limb[i] = scene.view == View::kTop || dot(outward, down) <= kMostDownwardNormal;
  }
  return limb;
}

Points<PhotoPx> head_limb(const Scene& scene) {
  const Points<PhotoPx>& outline = scene.head_outline;
  const std::vector<bool> is_limb = limb_edges(scene);
  double length = 0;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) length += norm(outline[(i + 1) % n] - outline[i]);
  const double step =
      std::max(std::sqrt(std::fabs(signed_area<PhotoPx>(outline))) / kPointsPerHead, length / kMostPoints);
  Points<PhotoPx> limb;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) {
    if (!is_limb[i]) continue;
    const Px a = outline[i], b = outline[(i + 1) % n];
    const int pieces = std::max(1, static_cast<int>(std::ceil(norm(b - a) / step)));
    for (int k = 0; k < pieces; ++k) limb.push_back(a + ((k + 0.5) / pieces) * (b - a));
  }
  return limb;
}

}  // namespace tonsure
