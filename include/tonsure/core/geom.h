/// @file
/// Points and polygons whose frame of reference is part of their type, so that a pixel is never taken for a millimetre.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <tonsure/export.h>

namespace tonsure {

struct PhotoPx {};  ///< photo pixels: x right, y down, continuous; pixel (i,j) covers [i,i+1) x [j,j+1)
struct ScalpMm {};  ///< the flattened chart of the scalp, mm
struct HeadMm {};   ///< the head: x to the head's left, y up, z forward, origin mid-head, mm
struct PlaneMm {};  ///< a flat card, mm: what `tonsure place` works on
struct MeshMm {};   ///< a scanned mesh's own axes, mm

template <class Frame>
struct Vec2 {
  double x = 0;
  double y = 0;

  friend constexpr Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
  friend constexpr Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
  friend constexpr Vec2 operator*(double s, Vec2 a) { return {s * a.x, s * a.y}; }
  friend constexpr bool operator==(Vec2 a, Vec2 b) = default;
};

template <class Frame>
struct Vec3 {
  double x = 0;
  double y = 0;
  double z = 0;

  friend constexpr Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend constexpr Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend constexpr Vec3 operator*(double s, Vec3 a) { return {s * a.x, s * a.y, s * a.z}; }
  friend constexpr bool operator==(Vec3 a, Vec3 b) = default;
};

template <class F>
constexpr double dot(Vec2<F> a, Vec2<F> b) {
  return a.x * b.x + a.y * b.y;
}
template <class F>
constexpr double dot(Vec3<F> a, Vec3<F> b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <class F>
constexpr double cross(Vec2<F> a, Vec2<F> b) {
  return a.x * b.y - a.y * b.x;
}
template <class F>
constexpr Vec3<F> cross(Vec3<F> a, Vec3<F> b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
template <class V>
double norm(V a) {
  return std::sqrt(dot(a, a));
}
template <class V>
V normalized(V a) {
  return (1.0 / norm(a)) * a;
}

/// Vertices in order; as a polygon it is closed without repeating the first vertex, as a polyline it is open.
template <class Frame>
using Points = std::vector<Vec2<Frame>>;

/// Twice-halved cross-product sum: positive where vertices run from x towards y. Unit: that of the frame, squared.
template <class F>
double signed_area(std::span<const Vec2<F>> polygon) {
  double twice = 0;
  for (std::size_t i = 0, n = polygon.size(); i < n; ++i) twice += cross(polygon[i], polygon[(i + 1) % n]);
  return 0.5 * twice;
}

/// Even-odd rule. A point on an edge may fall on either side.
template <class F>
bool contains(std::span<const Vec2<F>> polygon, Vec2<F> p) {
  bool inside = false;
  for (std::size_t i = 0, n = polygon.size(), j = n - 1; i < n; j = i++) {
    const Vec2<F> a = polygon[i], b = polygon[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/// Point of segment ab nearest to p, as a fraction in [0,1] from a to b. A segment of no length gives 0.
template <class V>
double nearest_on_segment(V a, V b, V p) {
  const V ab = b - a;
  const double length2 = dot(ab, ab);
  if (length2 <= 0) return 0;
  const double t = dot(p - a, ab) / length2;
  return t < 0 ? 0 : t > 1 ? 1 : t;
}

/// Distance from p to the polyline through `points` (closed: also the edge from last to first). Infinite if empty.
template <class V>
double distance_to_polyline(std::span<const V> points, V p, bool closed) {
  double best2 = INFINITY;
  const std::size_t n = points.size();
  if (n == 1) return norm(p - points[0]);
  for (std::size_t i = 0; i + (closed ? 0 : 1) < n; ++i) {
    const V a = points[i], b = points[(i + 1) % n];
    const V d = p - (a + nearest_on_segment(a, b, p) * (b - a));
    const double d2 = dot(d, d);
    if (d2 < best2) best2 = d2;
  }
  return std::sqrt(best2);
}

/// Index pair (i, j) of the first two non-adjacent edges of a closed polygon that cross or touch.
struct EdgePair {
  std::size_t first = 0;
  std::size_t second = 0;
};

/// First crossing of a polygon with itself; empty where there is none. O(n^2), for annotation-sized polygons.
TONSURE_EXPORT std::optional<EdgePair> find_self_intersection(std::span<const Vec2<PhotoPx>> polygon);

inline constexpr double kMostPieces = 1e6;  ///< that `resample` parts an edge into

/// Points along the polyline no farther than `step` apart, vertices included. An edge that would take more than
/// kMostPieces, or any where `step` is not above 0, stays whole.
template <class F>
Points<F> resample(std::span<const Vec2<F>> line, double step, bool closed) {
  Points<F> out;
  const std::size_t n = line.size();
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back(line[i]);
    if (i + 1 == n && !closed) break;
    const Vec2<F> a = line[i], b = line[(i + 1) % n];
    const double wanted = std::ceil(norm(b - a) / step);
    const int pieces = step > 0 && wanted <= kMostPieces ? static_cast<int>(wanted) : 1;
    for (int k = 1; k < pieces; ++k) out.push_back(a + (static_cast<double>(k) / pieces) * (b - a));
  }
  return out;
}

}  // namespace tonsure
