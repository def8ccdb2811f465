#include <tonsure/scalp/surface.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "scalp_tables.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

constexpr int kShapeNodes = 81;  // a spline through these errs by less than 0.002 mm

RadialGrid sample_shape(const HeadShape& shape) {
  RadialGrid grid{kShapeNodes, {}};
  grid.radius_mm.reserve(static_cast<std::size_t>(kShapeNodes) * kShapeNodes);
  for (int j = 0; j < kShapeNodes; ++j)
    for (int i = 0; i < kShapeNodes; ++i)
      grid.radius_mm.push_back(
          head_radius_mm(shape, direction_at({-2 + 4.0 * i / (kShapeNodes - 1), -2 + 4.0 * j / (kShapeNodes - 1)})));
  return grid;
}

/// A direction in the plane of two others, at an angle from the first.
struct Section {
  Head first, across;
  double angle = 0;  ///< between them
  [[nodiscard]] Head direction(double a) const { return std::cos(a) * first + std::sin(a) * across; }
};
Section section_through(Head from, Head to) {
  const Head a = normalized(from), b = normalized(to);
  const Head off = b - dot(a, b) * a;
  const double length = norm(off);
  if (length < 1e-12) return {a, std::fabs(a.y) < 0.9 ? normalized(cross(a, {0, 1, 0})) : Head{1, 0, 0}, 0};
  return {a, (1 / length) * off, std::atan2(length, dot(a, b))};
}

constexpr double kStepRad = 0.01;  // chords of a millimetre: the arc is longer by 1e-5

}  // namespace

ScalpSurface::ScalpSurface() {
  static const ScalpSurface mean{HeadShape{}};
  tables_ = mean.tables_;
}

ScalpSurface::ScalpSurface(const HeadShape& shape) {
  auto tables = std::make_shared<detail::ScalpTables>();
  tables->shape = shape;
  tables->radius = RadialMap(sample_shape(shape));
  tables->chart = ConformalChart(tables->radius, true);
  tables_ = std::move(tables);
}

bool operator==(const ScalpSurface& a, const ScalpSurface& b) {
  if (a.tables_ == b.tables_) return true;
  return a.shape() == b.shape() && a.grid().radius_mm == b.grid().radius_mm;
}

Result<ScalpSurface> ScalpSurface::measured(const RadialGrid& grid) {
  if (grid.nodes < kMinRadialNodes || grid.nodes > kMaxRadialNodes)
    return Error{ErrorCode::kInvalidInput, "nodes", "found " + std::to_string(grid.nodes),
                 "allowed are " + std::to_string(kMinRadialNodes) + " to " + std::to_string(kMaxRadialNodes)};
  const std::size_t count = static_cast<std::size_t>(grid.nodes) * static_cast<std::size_t>(grid.nodes);
  if (grid.radius_mm.size() != count)
    return Error{ErrorCode::kInvalidInput, "radius_mm", "found " + std::to_string(grid.radius_mm.size()) + " radii",
                 "a grid has nodes x nodes of them, " + std::to_string(count)};
  for (std::size_t i = 0; i < count; ++i) {
    if (!(grid.radius_mm[i] >= kMinRadiusMm && grid.radius_mm[i] <= kMaxRadiusMm))
      return Error{ErrorCode::kInvalidInput, "radius_mm[" + std::to_string(i) + "]",
                   "found " + std::to_string(grid.radius_mm[i]), "allowed are 20 to 500 mm"};
  }
  auto tables = std::make_shared<detail::ScalpTables>();
  tables->grid = grid;
  tables->radius = RadialMap(grid);
  tables->chart = ConformalChart(tables->radius, false);
  return ScalpSurface(std::move(tables));
}

const std::optional<HeadShape>& ScalpSurface::shape() const {
  return tables_->shape;
}

const RadialGrid& ScalpSurface::grid() const {
  return tables_->grid;
}

double radius_mm(const ScalpSurface& surface, Vec3<HeadMm> direction) {
  return surface.tables().radius.radius(direction);
}

Vec3<HeadMm> half_extents_mm(const ScalpSurface& surface) {
  constexpr int kRings = 60, kSpokes = 120;
  constexpr double kLowest = 0.6 * std::numbers::pi;  // from the top: below, the neck begins
  Head low, high;
  for (int i = 0; i <= kRings; ++i) {
    const double tilt = kLowest * i / kRings;
    for (int j = 0; j < kSpokes; ++j) {
      const double turn = 2 * std::numbers::pi * j / kSpokes;
      const Head d{std::sin(tilt) * std::sin(turn), std::cos(tilt), std::sin(tilt) * std::cos(turn)};
      const Head p = radius_mm(surface, d) * d;
      low = {std::min(low.x, p.x), 0, std::min(low.z, p.z)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
  }
  return {0.5 * (high.x - low.x), high.y, 0.5 * (high.z - low.z)};
}

Vec3<HeadMm> from_chart(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const Head d = surface.tables().chart.sample(uv).direction;
  return radius_mm(surface, d) * d;
}

Vec2<ScalpMm> to_chart(const ScalpSurface& surface, Vec3<HeadMm> point) {
  return surface.tables().chart.position(normalized(point));
}

Vec3<HeadMm> surface_normal(const ScalpSurface& surface, Vec3<HeadMm> point) {
  const Head d = normalized(point);
  const RadialMap::Sample r = surface.tables().radius.sample(d);
  return normalized(d - (1 / r.radius) * r.gradient);
}

ChartFrame chart_frame(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const ConformalChart::Sample at = surface.tables().chart.sample(uv);
  const RadialMap::Sample r = surface.tables().radius.sample(at.direction);
  const auto moved = [&](Head step) { return r.radius * step + dot(r.gradient, step) * at.direction; };
  return {r.radius * at.direction, moved(at.along_u), moved(at.along_v)};
}

double area_factor(const ScalpSurface& surface, Vec2<ScalpMm> uv) {
  const ChartFrame frame = chart_frame(surface, uv);
  return norm(cross(frame.along_u, frame.along_v));
}

ChartDistortion chart_distortion(const ScalpSurface& surface, double lowest_mm) {
  constexpr int kSteps = 100;
  ChartDistortion out{0, 1, INFINITY, 0};
  double weight = 0;
  for (int i = 0; i < kSteps; ++i) {
    for (int j = 0; j < kSteps; ++j) {
      const MapPoint p{-2 + 4 * (i + 0.5) / kSteps, -2 + 4 * (j + 0.5) / kSteps};
      if (p.x * p.x + p.z * p.z > kMostMapRadius * kMostMapRadius) continue;
      const Head d = direction_at(p);
      const double r = radius_mm(surface, d);
      if (r * d.y < -lowest_mm) continue;
      const ChartFrame frame = chart_frame(surface, to_chart(surface, d));
      const double e = dot(frame.along_u, frame.along_u), f = dot(frame.along_u, frame.along_v),
                   g = dot(frame.along_v, frame.along_v);
      const double half = 0.5 * (e + g), spread = std::sqrt(0.25 * (e - g) * (e - g) + f * f);
      const double stretch = std::sqrt((half + spread) / std::max(half - spread, 1e-300));
      const double area = std::sqrt(std::max(0.0, e * g - f * f));
      out.mean_stretch += r * r * stretch;  // the map is equal-area on the unit sphere
      weight += r * r;
      out.worst_stretch = std::max(out.worst_stretch, stretch);
      out.least_area_factor = std::min(out.least_area_factor, area);
      out.greatest_area_factor = std::max(out.greatest_area_factor, area);
    }
  }
  out.mean_stretch /= weight;
  return out;
}

double skin_distance_mm(const ScalpSurface& surface, Vec3<HeadMm> from, Vec3<HeadMm> to) {
  const Section section = section_through(from, to);
  const int steps = std::max(1, static_cast<int>(std::ceil(section.angle / kStepRad)));
  double length = 0;
  Head last = radius_mm(surface, section.first) * section.first;
  for (int i = 1; i <= steps; ++i) {
    const Head d = section.direction(section.angle * i / steps);
    const Head p = radius_mm(surface, d) * d;
    length += norm(p - last);
    last = p;
  }
  return length;
}

Vec3<HeadMm> walk_on_skin(const ScalpSurface& surface, Vec3<HeadMm> from, Vec3<HeadMm> towards, double distance_mm) {
  const Section section = section_through(from, towards);
  Head at = radius_mm(surface, section.first) * section.first;
  double walked = 0;
  for (int i = 1; i * kStepRad < 2 * std::numbers::pi; ++i) {
    const Head d = section.direction(i * kStepRad);
    const Head next = radius_mm(surface, d) * d;
    const double step = norm(next - at);
    if (walked + step >= distance_mm) {
      const Head between = at + ((distance_mm - walked) / step) * (next - at);
      const Head there = normalized(between);
      return radius_mm(surface, there) * there;
    }
    walked += step;
    at = next;
  }
  return at;
}

}  // namespace tonsure
