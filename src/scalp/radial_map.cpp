#include "radial_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tonsure {
namespace {

/// Weights of the four B-splines over a cell at t in [0, 1], and their derivatives.
std::array<double, 4> weights(double t) {
  const double s = 1 - t, t2 = t * t, s2 = s * s;
  return {s2 * s / 6, (4 - 6 * t2 + 3 * t2 * t) / 6, (4 - 6 * s2 + 3 * s2 * s) / 6, t2 * t / 6};
}
std::array<double, 4> slopes(double t) {
  const double s = 1 - t;
  return {-0.5 * s * s, t * (1.5 * t - 2), -s * (1.5 * s - 2), 0.5 * t * t};
}

/// Turns values at nodes into B-spline coefficients, in place, with straight ends; `stride` apart, with room for one
/// more coefficient at each end.
void interpolate_line(double* values, std::size_t n, std::size_t stride, std::vector<double>& scratch) {
  // c[i-1] + 4 c[i] + c[i+1] = 6 f[i]; straight ends make c[0] = f[0] and c[n-1] = f[n-1] (Thomas algorithm).
  scratch.assign(n, 0.0);
  double* f = values + stride;
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double pivot = 4 - scratch[i - 1];
    scratch[i] = 1 / pivot;
    f[i * stride] = (6 * f[i * stride] - f[(i - 1) * stride]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 1;) f[i * stride] -= scratch[i] * f[(i + 1) * stride];
  values[0] = 2 * f[0] - f[stride];
  f[n * stride] = 2 * f[(n - 1) * stride] - f[(n - 2) * stride];
}

}  // namespace

MapPoint map_direction(Vec3<HeadMm> direction) {
  const double below = std::max(1 + direction.y, 1e-12);
  const double k = std::sqrt(2 / below);
  const MapPoint p{k * direction.x, k * direction.z};
  const double r = std::sqrt(p.x * p.x + p.z * p.z);
  return r > kMostMapRadius ? MapPoint{p.x * kMostMapRadius / r, p.z * kMostMapRadius / r} : p;
}

Vec3<HeadMm> direction_at(MapPoint p) {
  double r2 = p.x * p.x + p.z * p.z;
  if (r2 > kMostMapRadius * kMostMapRadius) {
    const double s = kMostMapRadius / std::sqrt(r2);
    p = {s * p.x, s * p.z};
    r2 = kMostMapRadius * kMostMapRadius;
  }
  const double k = std::sqrt(1 - 0.25 * r2);
  return {k * p.x, 1 - 0.5 * r2, k * p.z};
}

struct RadialMap::Cell {
  const double* corner = nullptr;  ///< first of the 4 x 4 coefficients
  double tx = 0, tz = 0;
};

RadialMap::RadialMap(const RadialGrid& grid)
    : nodes_(static_cast<std::size_t>(grid.nodes) + 2), nodes_per_unit_((grid.nodes - 1) / 4.0) {
  const auto n = static_cast<std::size_t>(grid.nodes);
  coefficients_.assign(nodes_ * nodes_, 0.0);
  for (std::size_t j = 0; j < n; ++j)
    std::copy_n(grid.radius_mm.begin() + static_cast<std::ptrdiff_t>(j * n), n,
                coefficients_.begin() + static_cast<std::ptrdiff_t>((j + 1) * nodes_ + 1));
  std::vector<double> scratch;
  for (std::size_t j = 1; j <= n; ++j) interpolate_line(&coefficients_[j * nodes_], n, 1, scratch);
  for (std::size_t i = 0; i < nodes_; ++i) interpolate_line(&coefficients_[i], n, nodes_, scratch);
}

RadialMap::Cell RadialMap::cell_at(MapPoint p) const {
  const double x = (p.x + 2) * nodes_per_unit_, z = (p.z + 2) * nodes_per_unit_;
  // A direction that is not a number has no cell; the first one's weights then are NaN, and so is what comes of them.
  const auto i = x >= 0 ? static_cast<std::size_t>(x) : 0, j = z >= 0 ? static_cast<std::size_t>(z) : 0;
  return {&coefficients_[j * nodes_ + i], x - static_cast<double>(i), z - static_cast<double>(j)};
}

double RadialMap::radius(Vec3<HeadMm> direction) const {
  const Cell cell = cell_at(map_direction(direction));
  const auto wx = weights(cell.tx), wz = weights(cell.tz);
  double value = 0;
  for (std::size_t j = 0; j < 4; ++j) {
    const double* c = cell.corner + j * nodes_;
    value += wz[j] * (wx[0] * c[0] + wx[1] * c[1] + wx[2] * c[2] + wx[3] * c[3]);
  }
  return value;
}

RadialMap::Sample RadialMap::sample(Vec3<HeadMm> d) const {
  const MapPoint p = map_direction(d);
  const Cell cell = cell_at(p);
  const auto wx = weights(cell.tx), wz = weights(cell.tz), sx = slopes(cell.tx), sz = slopes(cell.tz);
  double value = 0, dx = 0, dz = 0;
  for (std::size_t j = 0; j < 4; ++j) {
    const double* c = cell.corner + j * nodes_;
    const double row = wx[0] * c[0] + wx[1] * c[1] + wx[2] * c[2] + wx[3] * c[3];
    value += wz[j] * row;
    dz += sz[j] * row;
    dx += wz[j] * (sx[0] * c[0] + sx[1] * c[1] + sx[2] * c[2] + sx[3] * c[3]);
  }
  // The map's derivative along x, y and z; what points along the direction itself is taken off.
  const double below = std::max(1 + d.y, 1e-6), k = std::sqrt(2 / below);
  const double bend = -0.5 * k / below;
  const double gx = nodes_per_unit_ * dx, gz = nodes_per_unit_ * dz;
  const Vec3<HeadMm> g = {k * gx, bend * (d.x * gx + d.z * gz), k * gz};
  return {value, g - dot(g, d) * d};
}

}  // namespace tonsure
