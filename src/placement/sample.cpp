#include "sample.h"

#include <algorithm>
#include <cmath>

#include <tonsure/core/rng.h>

#include "curve.h"

namespace tonsure::placement {
namespace {

constexpr std::uint64_t kRandomStream = 1ULL << 62U;  // keeps the draws of random_shares apart from even_shares

/// Inverse of the integral of a density that goes linearly from a to b over [0,1].
double invert_linear(double a, double b, double q) {
  return q * (a + b) / (a + std::sqrt(a * a * (1 - q) + b * b * q));
}

/// The piece of plane between four neighbouring cell centres, where the density is bilinear; at the grid's border half
/// as large, with the outer values repeated.
struct Patch {
  double x0, y0, x1, y1;      ///< in cells from the corner of cell (0,0)
  double v00, v10, v01, v11;  ///< dots/cm2 at its corners; v10 at (x1, y0)

  /// Integral over the patch, in dots/cm2 x cells^2.
  [[nodiscard]] double mass() const { return 0.25 * (v00 + v10 + v01 + v11) * (x1 - x0) * (y1 - y0); }
};

Patch patch_at(const ImageView<const float>& v, int i, int j) {
  const int left = std::max(i - 1, 0), right = std::min(i, v.width - 1);
  const int top = std::max(j - 1, 0), bottom = std::min(j, v.height - 1);
  const auto value = [&](int x, int y) { return static_cast<double>(*v.pixel(x, y)); };
  return {std::max(i - 0.5, 0.0),
          std::max(j - 0.5, 0.0),
          std::min(i + 0.5, static_cast<double>(v.width)),
          std::min(j + 0.5, static_cast<double>(v.height)),
          value(left, top),
          value(right, top),
          value(left, bottom),
          value(right, bottom)};
}

/// Carries the area-true Hilbert curve of the unit square over to the patch's density.
LocalDot dot_in(const DensityView& density, const Patch& p, double fraction) {
  const SquarePoint q = hilbert_point(std::clamp(fraction, 0.0, 1 - 0x1.0p-50));
  const double v = invert_linear(p.v00 + p.v10, p.v01 + p.v11, q.v);
  const double u = invert_linear((1 - v) * p.v00 + v * p.v01, (1 - v) * p.v10 + v * p.v11, q.u);
  const auto dot = [&](double cx, double cy) {
    const double x = density.origin_x + density.cell_mm * cx, y = density.origin_y + density.cell_mm * cy;
    return LocalDot{x, y, density.at(x, y)};
  };
  const LocalDot drawn = dot(p.x0 + u * (p.x1 - p.x0), p.y0 + v * (p.y1 - p.y0));
  if (drawn.rho > 0) return drawn;
  // Rounded onto an edge where the density is 0: take the densest corner.
  const bool right = std::max(p.v10, p.v11) > std::max(p.v00, p.v01);
  const bool bottom = right ? p.v11 > p.v10 : p.v01 > p.v00;
  return dot(right ? p.x1 : p.x0, bottom ? p.y1 : p.y0);
}

}  // namespace

std::vector<double> even_shares(std::size_t n, std::uint64_t seed) {
  std::vector<double> shares(n);
  for (std::size_t k = 0; k < n; ++k) {
    shares[k] = (static_cast<double>(k) + Rng(seed, RngStage::kPlacement, k).uniform()) / static_cast<double>(n);
  }
  return shares;
}

std::vector<double> random_shares(std::size_t n, std::uint64_t seed) {
  std::vector<double> shares(n);
  for (std::size_t k = 0; k < n; ++k) shares[k] = Rng(seed, RngStage::kPlacement, kRandomStream + k).uniform();
  std::sort(shares.begin(), shares.end());
  return shares;
}

std::vector<LocalDot> sample_dots(const DensityView& density, double integral, std::span<const double> shares,
                                  const Exec& exec) {
  std::vector<LocalDot> dots;
  dots.reserve(shares.size());
  const double total = integral * 100 / (density.cell_mm * density.cell_mm);  // in the unit of Patch::mass
  double before = 0;
  Patch last{};
  int until_check = 0;
  const auto visit = [&](int i, int j) {
    if (--until_check < 0) {
      until_check = 1 << 14;
      if (is_cancelled(exec)) return false;
    }
    const Patch patch = patch_at(density.per_cm2, i, j);
    const double mass = patch.mass();
    if (!(mass > 0)) return true;
    last = patch;
    while (dots.size() < shares.size() && shares[dots.size()] * total < before + mass) {
      dots.push_back(dot_in(density, patch, (shares[dots.size()] * total - before) / mass));
    }
    before += mass;
    return dots.size() < shares.size();
  };
  RectangleCurve(visit).run(density.per_cm2.width + 1, density.per_cm2.height + 1);
  // Shares beyond the sum along the curve, which rounds differently from `integral`.
  while (!is_cancelled(exec) && dots.size() < shares.size()) dots.push_back(dot_in(density, last, 1));
  return dots;
}

}  // namespace tonsure::placement
