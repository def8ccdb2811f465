#include <tonsure/scalp/surface.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "silhouette.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

Head row(const HeadView& view, std::size_t i) {
  return {view.rotation[i][0], view.rotation[i][1], view.rotation[i][2]};
}

/// Semi-axis of height that holds at a height (or for a coordinate of its sign).
double height_axis(const ScalpSurface& s, double y) {
  return y < 0 ? kLowerStretch * s.semi_axes_mm[1] : s.semi_axes_mm[1];
}

/// Components along the semi-axes divided by them: the parameter sphere.
Head to_sphere(const ScalpSurface& s, Head p) {
  return {p.x / s.semi_axes_mm[0], p.y / height_axis(s, p.y), p.z / s.semi_axes_mm[2]};
}

Head scaled_twice(const ScalpSurface& s, Head p, double b) {
  const auto& a = s.semi_axes_mm;
  return {p.x / (a[0] * a[0]), p.y / (b * b), p.z / (a[2] * a[2])};
}

}  // namespace

Vec3<HeadMm> from_chart(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const auto& a = surface.semi_axes_mm;
  const double x = uv.x / a[0], z = -uv.y / a[2];
  const double q = 4 + x * x + z * z;
  const double y = 8 / q - 1;
  return {a[0] * 4 * x / q, height_axis(surface, y) * y, a[2] * 4 * z / q};
}

Vec2<ScalpMm> to_chart(const ScalpSurface& surface, Vec3<HeadMm> point) {
  const auto& a = surface.semi_axes_mm;
  const Head s = to_sphere(surface, point);
  const double f = 2 / (1 + s.y);
  return {a[0] * s.x * f, -a[2] * s.z * f};
}

Vec3<HeadMm> surface_normal(const ScalpSurface& surface, Vec3<HeadMm> point) {
  return normalized(scaled_twice(surface, point, height_axis(surface, point.y)));
}

ChartFrame chart_frame(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const auto& a = surface.semi_axes_mm;
  const double x = uv.x / a[0], z = -uv.y / a[2];
  const double q = 4 + x * x + z * z, q2 = q * q;
  const double xx = 4 / q - 8 * x * x / q2, zz = 4 / q - 8 * z * z / q2, xz = -8 * x * z / q2;
  const double yx = -16 * x / q2, yz = -16 * z / q2;
  const double b = height_axis(surface, 8 / q - 1);
  return {{xx, yx * b / a[0], xz * a[2] / a[0]}, {-xz * a[0] / a[2], -yz * b / a[2], -zz}};
}

double area_factor(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const ChartFrame frame = chart_frame(surface, uv);
  return norm(cross(frame.along_u, frame.along_v));
}

Projection project(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point) {
  const Head right = row(view, 0), down = row(view, 1), toward = row(view, 2);
  const Silhouette silhouette(surface, view);
  const PlanePoint q = silhouette.to_outline({dot(right, point), dot(down, point)});
  return {{view.center.x + q.x / view.mm_per_px, view.center.y + q.y / view.mm_per_px},
          dot(surface_normal(surface, point), toward)};
}

Footprint footprint(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point) {
  const Head n = surface_normal(surface, point);
  // Any vector that is not along the normal starts an orthonormal tangent frame.
  const Head helper = std::fabs(n.y) < 0.9 ? Head{0, 1, 0} : Head{0, 0, 1};
  const Head t1 = normalized(cross(helper, n));
  const Head t2 = cross(n, t1);
  constexpr double kStepMm = 0.05;  // the map is smooth over centimetres; central differences err by its square
  const auto derivative = [&](Head t) {
    const Vec2<PhotoPx> a = project(surface, view, point + kStepMm * t).position;
    const Vec2<PhotoPx> b = project(surface, view, point - kStepMm * t).position;
    return (0.5 / kStepMm) * (a - b);
  };
  const Vec2<PhotoPx> d1 = derivative(t1), d2 = derivative(t2);
  return {d1.x, d2.x, d1.y, d2.y};
}

std::optional<Vec3<HeadMm>> unproject(const ScalpSurface& surface, const HeadView& view, Vec2<PhotoPx> position) {
  const Silhouette silhouette(surface, view);
  const auto plane = silhouette.from_outline(
      {(position.x - view.center.x) * view.mm_per_px, (position.y - view.center.y) * view.mm_per_px});
  if (!plane) return std::nullopt;
  const Head toward = row(view, 2);
  const Head base = plane->x * row(view, 0) + plane->y * row(view, 1);
  // |base + t toward| = 1 on the parameter sphere; the larger root is the near side. The half it lies in decides which
  // height semi-axis holds.
  const auto near_side = [&](double height) {
    const double a = dot(toward, scaled_twice(surface, toward, height));
    const double b = dot(base, scaled_twice(surface, toward, height));
    const double c = dot(base, scaled_twice(surface, base, height)) - 1;
    return base + ((-b + std::sqrt(std::max(0.0, b * b - a * c))) / a) * toward;
  };
  const Head upper = near_side(surface.semi_axes_mm[1]);
  return upper.y >= 0 ? upper : near_side(kLowerStretch * surface.semi_axes_mm[1]);
}

bool inside_silhouette(const ScalpSurface& surface, const HeadView& view, Vec2<PhotoPx> position) {
  return Silhouette(surface, view)
      .from_outline({(position.x - view.center.x) * view.mm_per_px, (position.y - view.center.y) * view.mm_per_px})
      .has_value();
}

}  // namespace tonsure
