#include "solid_noise.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tonsure::phantom {
namespace {

/// Integer mixing after "lowbias32" (Wellons 2018).
std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16U;
  h *= 0x7FEB352DU;
  h ^= h >> 15U;
  h *= 0x846CA68BU;
  return h ^ (h >> 16U);
}

/// The middles of a cube's edges, four of them twice (Perlin 2002).
constexpr std::array<V3, 16> kGradients = {{{1, 1, 0},
                                            {-1, 1, 0},
                                            {1, -1, 0},
                                            {-1, -1, 0},
                                            {1, 0, 1},
                                            {-1, 0, 1},
                                            {1, 0, -1},
                                            {-1, 0, -1},
                                            {0, 1, 1},
                                            {0, -1, 1},
                                            {0, 1, -1},
                                            {0, -1, -1},
                                            {1, 1, 0},
                                            {-1, 1, 0},
                                            {0, -1, 1},
                                            {0, -1, -1}}};

/// The products that turn a lattice position into a hash, for both ends of a cell along each axis.
struct Lattice {
  std::array<std::uint32_t, 2> x{}, y{}, z{};
  Lattice(int cx, int cy, int cz) {
    const auto ux = static_cast<std::uint32_t>(cx), uy = static_cast<std::uint32_t>(cy),
               uz = static_cast<std::uint32_t>(cz);
    x = {ux * kX, (ux + 1) * kX};
    y = {uy * kY, (uy + 1) * kY};
    z = {uz * kZ, (uz + 1) * kZ};
  }
  [[nodiscard]] std::uint32_t hash(std::uint32_t key, unsigned k) const {
    return mix(key ^ x[k & 1U] ^ y[(k >> 1U) & 1U] ^ z[k >> 2U]);
  }
  static constexpr std::uint32_t kX = 0x8DA6B343U, kY = 0xD8163841U, kZ = 0xCB1AB31FU;
};

struct Cell {
  int x, y, z;
  double fx, fy, fz;
};
Cell cell_of(V3 p) {
  const double x = std::floor(p.x), y = std::floor(p.y), z = std::floor(p.z);
  return {static_cast<int>(x), static_cast<int>(y), static_cast<int>(z), p.x - x, p.y - y, p.z - z};
}

double fade(double t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}
double fade_slope(double t) {
  return 30 * t * t * (t * (t - 2) + 1);
}

}  // namespace

NoiseSample solid_noise(std::uint32_t key, V3 p) {
  const Cell c = cell_of(p);
  const double u = fade(c.fx), v = fade(c.fy), w = fade(c.fz);
  const double du = fade_slope(c.fx), dv = fade_slope(c.fy), dw = fade_slope(c.fz);
  NoiseSample out;
  const Lattice lattice(c.x, c.y, c.z);
  for (unsigned k = 0; k < 8; ++k) {
    const unsigned ix = k & 1U, iy = (k >> 1U) & 1U, iz = k >> 2U;
    const V3 g = kGradients[lattice.hash(key, k) >> 28U];
    const double value = g.x * (c.fx - ix) + g.y * (c.fy - iy) + g.z * (c.fz - iz);
    const double wx = ix != 0 ? u : 1 - u, wy = iy != 0 ? v : 1 - v, wz = iz != 0 ? w : 1 - w;
    const double weight = wx * wy * wz;
    out.value += weight * value;
    out.slope.x += weight * g.x + (ix != 0 ? du : -du) * wy * wz * value;
    out.slope.y += weight * g.y + (iy != 0 ? dv : -dv) * wx * wz * value;
    out.slope.z += weight * g.z + (iz != 0 ? dw : -dw) * wx * wy * value;
  }
  return out;
}

double solid_noise_value(std::uint32_t key, V3 p) {
  const Cell c = cell_of(p);
  const double u = fade(c.fx), v = fade(c.fy), w = fade(c.fz);
  double out = 0;
  const Lattice lattice(c.x, c.y, c.z);
  for (unsigned k = 0; k < 8; ++k) {
    const unsigned ix = k & 1U, iy = (k >> 1U) & 1U, iz = k >> 2U;
    const V3 g = kGradients[lattice.hash(key, k) >> 28U];
    out += (ix != 0 ? u : 1 - u) * (iy != 0 ? v : 1 - v) * (iz != 0 ? w : 1 - w) *
           (g.x * (c.fx - ix) + g.y * (c.fy - iy) + g.z * (c.fz - iz));
  }
  return out;
}

SpotSample spot_at(const SpotKind& kind, V3 p, double soft_mm) {
  // Centres keep to the middle half of their cells, so that the eight cells nearest to p hold every spot that reaches
  // it as long as radius and softness together stay below a quarter of a cell.
  const V3 q = (1 / kind.cell_mm) * p;
  const Cell c = cell_of(q - V3{0.5, 0.5, 0.5});
  SpotSample best;
  const Lattice lattice(c.x, c.y, c.z);
  for (unsigned k = 0; k < 8; ++k) {
    const std::uint32_t h = lattice.hash(kind.key, k);
    if ((h >> 8U) * 0x1.0p-24 >= kind.present) continue;
    const std::uint32_t place = mix(h + 0x9E3779B9U), more = mix(h + 0x3C6EF372U);
    const double x = c.x + static_cast<double>(k & 1U), y = c.y + static_cast<double>((k >> 1U) & 1U),
                 z = c.z + static_cast<double>(k >> 2U);
    const V3 center{x + 0.25 + 0.5 * (place & 1023U) / 1024.0, y + 0.25 + 0.5 * ((place >> 10U) & 1023U) / 1024.0,
                    z + 0.25 + 0.5 * ((place >> 20U) & 1023U) / 1024.0};
    const V3 away = kind.cell_mm * (q - center);
    const double r = kind.radius_min + (kind.radius_max - kind.radius_min) * (more & 0xFFFFU) / 65536.0;
    const double distance = norm(away);
    if (distance > 2.2 * r + soft_mm) continue;
    const double core = std::clamp((r - distance) / soft_mm + 0.5, 0.0, 1.0);
    const double ring = std::clamp(1 - std::abs(distance - 1.5 * r) / (0.6 * r + 0.5 * soft_mm), 0.0, 1.0);
    if (core + 0.5 * ring > best.core + 0.5 * best.ring)
      best = {core * core * (3 - 2 * core), ring, (more >> 16U) / 65536.0, away};
  }
  return best;
}

}  // namespace tonsure::phantom
