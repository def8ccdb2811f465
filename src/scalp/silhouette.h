// The rim of a star-shaped head as a camera sees it, in the plane through mid-head that faces the camera.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

#include <tonsure/scalp/view.h>

namespace tonsure {

/// A camera in the head frame: where it is, and the plane through mid-head that faces it.
struct CameraFrame {
  explicit CameraFrame(const HeadCamera& camera);

  Vec3<HeadMm> right, down, toward;  ///< of the facing plane: orthonormal, `toward` from mid-head to the camera
  double nearness = 0;               ///< 1 over the distance of the camera from mid-head, per mm

  /// Where a ray of the camera through a point of the head meets the facing plane, mm.
  [[nodiscard]] Vec2<PlaneMm> to_plane(Vec3<HeadMm> p) const {
    const double f = 1 / (1 - nearness * dot(toward, p));
    return {f * dot(right, p), f * dot(down, p)};
  }
};

/// Between a place in the photo and one in the facing plane, by the ray they share.
Vec2<PlaneMm> photo_to_plane(const HeadCamera& camera, const CameraFrame& frame, Vec2<PhotoPx> at);
Vec2<PhotoPx> plane_to_photo(const HeadCamera& camera, const CameraFrame& frame, Vec2<PlaneMm> at);

/// The direction in the plane of a spoke (`turn` from the plane's right towards its down) and of the camera,
/// `elevation` above the plane.
inline Vec3<HeadMm> spoke_direction(const CameraFrame& frame, double turn, double elevation) {
  const double c = std::cos(elevation);
  return (c * std::cos(turn)) * frame.right + (c * std::sin(turn)) * frame.down + std::sin(elevation) * frame.toward;
}

/// Radius in the facing plane at which the surface point of that direction appears, mm.
template <class Radius>
double seen_radius(const CameraFrame& frame, double turn, double elevation, const Radius& radius) {
  const double r = radius(spoke_direction(frame, turn, elevation));
  return r * std::cos(elevation) / (1 - frame.nearness * r * std::sin(elevation));
}

struct RimPoint {
  double radius_mm = 0;
  double elevation = 0;
};

/// The maximum of `seen_radius` near an elevation, by parabolas; `step` is how far from it, at most.
template <class Radius>
RimPoint rim_near(const CameraFrame& frame, double turn, const Radius& radius, RimPoint start, double step) {
  for (; step > 3e-4; step *= 0.25) {
    const double low = seen_radius(frame, turn, start.elevation - step, radius);
    const double high = seen_radius(frame, turn, start.elevation + step, radius);
    const double bend = low - 2 * start.radius_mm + high;
    const double move = bend < 0 ? std::fmin(1, std::fmax(-1, 0.5 * (low - high) / bend)) : (high > low ? 1 : -1);
    const double value = seen_radius(frame, turn, start.elevation + move * step, radius);
    if (value >= start.radius_mm) start = {value, start.elevation + move * step};
  }
  return start;
}

/// The outermost appearance of the surface in one direction of the facing plane.
template <class Radius>
RimPoint rim_at(const CameraFrame& frame, double turn, const Radius& radius) {
  // Coarse first: a bulge far behind or in front of the plane may make the rim.
  constexpr double kSpan = 0.9;
  constexpr int kCoarse = 8;
  double best = -INFINITY, at = 0;
  for (int i = 0; i <= kCoarse; ++i) {
    const double elevation = -kSpan + 2 * kSpan * i / kCoarse;
    const double value = seen_radius(frame, turn, elevation, radius);
    if (value > best) {
      best = value;
      at = elevation;
    }
  }
  return rim_near(frame, turn, radius, {best, at}, kSpan / kCoarse);
}

/// The visible surface point that appears at a radius in one direction of the facing plane; `rim_elevation` is that of
/// the rim there. From the rim to the point that faces the camera, the surface appears ever closer to the middle.
template <class Radius>
Vec3<HeadMm> near_side(const CameraFrame& frame, double turn, double target_mm, double rim_elevation,
                       const Radius& radius) {
  const auto point = [&](double elevation) {
    const Vec3<HeadMm> d = spoke_direction(frame, turn, elevation);
    return radius(d) * d;
  };
  double low = rim_elevation, high = std::numbers::pi / 2;
  double at_low = seen_radius(frame, turn, low, radius) - target_mm, at_high = -target_mm;
  if (at_low <= 0) return point(low);
  // Near the rim the radius is parabolic in the elevation; the bracket is halved where a secant would creep.
  double root = low;
  for (int i = 0; i < 80 && high - low > 1e-13; ++i) {
    root = i % 2 == 0 ? low + (high - low) * at_low / (at_low - at_high) : 0.5 * (low + high);
    const double value = seen_radius(frame, turn, root, radius) - target_mm;
    if (std::fabs(value) < 1e-10) break;
    (value > 0 ? low : high) = root;
    (value > 0 ? at_low : at_high) = value;
  }
  return point(root);
}

/// Whether a point of the rim is compared with outlines: lower down, ears, brow and neck cover the cranium, less so
/// behind.
inline bool rim_counts(Vec3<HeadMm> on_head, bool from_top) {
  constexpr double kLowestMm = -5, kLowestBehindMm = -45, kBehindMm = -40, kLowestFromTopMm = -30;
  return on_head.y >= (from_top ? kLowestFromTopMm : on_head.z < kBehindMm ? kLowestBehindMm : kLowestMm);
}

/// A periodic table at equal angles, by Catmull-Rom: `turn` in radians. NaN of an empty table, and where `turn` is NaN.
inline double periodic(const std::vector<double>& table, double turn) {
  const auto n = static_cast<std::ptrdiff_t>(table.size());
  if (n == 0 || !std::isfinite(turn)) return std::numeric_limits<double>::quiet_NaN();
  const double turns = turn / (2 * std::numbers::pi);
  const double at = (turns - std::floor(turns)) * static_cast<double>(n);
  const auto i = static_cast<std::ptrdiff_t>(at);
  const double t = at - static_cast<double>(i);
  const auto value = [&](std::ptrdiff_t k) { return table[static_cast<std::size_t>((k % n + n) % n)]; };
  const double p0 = value(i - 1), p1 = value(i), p2 = value(i + 1), p3 = value(i + 2);
  return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}

}  // namespace tonsure
