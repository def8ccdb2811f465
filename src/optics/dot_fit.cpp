#include "dot_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>

namespace tonsure::optics {
namespace {

constexpr std::size_t kSamples = 30;
constexpr std::size_t kUnknowns = 1 + kHaloSigmaMm.size();
constexpr double kMostMissing = 0.98;  // even behind opaque pigment some light is left, and its logarithm is finite
constexpr double kAreaWeight = 0.1;    // 1 % of the area weighs as much as 0.003 at one distance
constexpr double kAreaFloorMm2 = 0.05;
constexpr double kRidge = 1e-5;
/// Shapes of the core that are tried, from Gaussian to nearly a disc.
constexpr std::array<CoreShape, 6> kTops = {{{1}, {1, 0.5}, {1, 1}, {1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1, 1}}};
constexpr int kSteps = 3;  // of Gauss and Newton; the problem is nearly linear

/// A point response at more distances, denser at the centre, and the share of each in the area.
struct Samples {
  std::array<double, kSamples> radius_mm = {};
  std::array<double, kSamples> ring_mm2 = {};
  std::array<LinearRgb, kSamples> missing = {};
};

/// Slope of a monotone cubic at node i: the weighted harmonic mean of the slopes on both sides (Fritsch & Butland
/// 1984).
double slope_at(const std::array<double, kRadii>& x, const std::array<LinearRgb, kRadii>& y, std::size_t c,
                std::size_t i) {
  if (i == 0 || i + 1 == kRadii) return 0;
  const double h0 = x[i] - x[i - 1], h1 = x[i + 1] - x[i];
  const double s0 = (y[i][c] - y[i - 1][c]) / h0, s1 = (y[i + 1][c] - y[i][c]) / h1;
  return s0 * s1 <= 0 ? 0 : 3 * (h0 + h1) / ((2 * h1 + h0) / s0 + (h1 + 2 * h0) / s1);
}

Samples sample(const std::array<double, kRadii>& radius_mm, const std::array<LinearRgb, kRadii>& missing) {
  Samples samples;
  std::size_t i = 0;
  for (std::size_t k = 0; k < kSamples; ++k) {
    const double t = static_cast<double>(k) / (kSamples - 1), r_mm = radius_mm.back() * t * t;
    samples.radius_mm[k] = r_mm;
    samples.ring_mm2[k] =
        2 * std::numbers::pi * r_mm * 2 * radius_mm.back() * t / (kSamples - 1) * (k + 1 == kSamples ? 0.5 : 1);
    while (i + 2 < kRadii && radius_mm[i + 1] < r_mm) ++i;
    const double h = radius_mm[i + 1] - radius_mm[i], u = std::min(1.0, (r_mm - radius_mm[i]) / h);
    for (std::size_t c = 0; c < 3; ++c) {
      const double value = (1 + 2 * u) * (1 - u) * (1 - u) * missing[i][c] + u * u * (3 - 2 * u) * missing[i + 1][c] +
                           h * (u * (1 - u) * (1 - u) * slope_at(radius_mm, missing, c, i) -
                                u * u * (1 - u) * slope_at(radius_mm, missing, c, i + 1));
      samples.missing[k][c] = std::min(value, kMostMissing);
    }
  }
  return samples;
}

/// Values of the kernel's parts at a sample: core, then halos.
using Parts = std::array<std::array<double, kUnknowns>, kSamples>;
using Unknowns = Eigen::Matrix<double, static_cast<int>(kUnknowns), 1>;

/// Fits depths of core and halos in one channel; returns the sum of squares that is left.
double fit_channel(const Samples& samples, const Parts& parts, std::size_t channel, Unknowns& x) {
  double target_mm2 = 0;
  for (std::size_t k = 0; k < kSamples; ++k) target_mm2 += samples.ring_mm2[k] * samples.missing[k][channel];
  const double area_weight = kAreaWeight / std::pow(std::fabs(target_mm2) + kAreaFloorMm2, 2);
  x.setZero();
  double cost = 0;
  for (int step = 0; step <= kSteps; ++step) {
    Eigen::Matrix<double, static_cast<int>(kUnknowns), static_cast<int>(kUnknowns)> normal;
    normal.setZero();
    normal.diagonal().setConstant(kRidge);
    Unknowns right = Unknowns::Zero(), area_slope = Unknowns::Zero();
    double area_error = 0;
    cost = 0;
    for (std::size_t k = 0; k < kSamples; ++k) {
      const Eigen::Map<const Unknowns> f(parts[k].data());
      const double depth = f.tail<kUnknowns - 1>().dot(x.tail<kUnknowns - 1>());
      const double halo = std::exp(-shared_halo_depth(depth)), core = 1 - x[0] * f[0];
      Unknowns slope = core * halo * (1 - 2 * kHaloSharing * std::min(depth, kMostHaloDepth)) * f;
      slope[0] = halo * f[0];
      const double error = samples.missing[k][channel] - (1 - core * halo);
      cost += error * error;
      area_error += samples.ring_mm2[k] * error;
      area_slope += samples.ring_mm2[k] * slope;
      normal += slope * slope.transpose();
      right += error * slope;
    }
    cost += area_weight * area_error * area_error;
    if (step == kSteps) break;
    normal += area_weight * area_slope * area_slope.transpose();
    right += area_weight * area_error * area_slope;
    x += normal.llt().solve(right);
    x[0] = std::min(x[0], kMostMissing);
  }
  return cost;
}

struct Fit {
  DotKernel kernel;
  double cost = INFINITY;
};

Fit fit_with(const Samples& samples, double core_sigma_mm, const CoreShape& top) {
  Parts parts{};
  for (std::size_t k = 0; k < kSamples; ++k) {
    const double r2 = samples.radius_mm[k] * samples.radius_mm[k], q = 0.5 * r2 / (core_sigma_mm * core_sigma_mm);
    parts[k][0] = core_shape(top, q);
    for (std::size_t h = 0; h < kHaloSigmaMm.size(); ++h)
      parts[k][1 + h] = std::exp(-0.5 * r2 / (kHaloSigmaMm[h] * kHaloSigmaMm[h]));
  }
  Fit fit{{.core_sigma_mm = core_sigma_mm, .shape = top}, 0};
  for (std::size_t c = 0; c < 3; ++c) {
    Unknowns x;
    fit.cost += fit_channel(samples, parts, c, x);
    fit.kernel.core[c] = x[0];
    for (std::size_t h = 0; h < kHaloSigmaMm.size(); ++h) fit.kernel.halo[h][c] = x[static_cast<Eigen::Index>(1 + h)];
  }
  return fit;
}

/// The best width of the core by golden section, between that of a disc's inner and that of its blurred outer slope.
Fit fit_width(const Samples& samples, double diameter_mm, const CoreShape& top) {
  constexpr double kGolden = 0.6180339887498949;
  constexpr int kNarrowings = 4;
  // A scan first: halos and core can trade places, which makes a second minimum.
  constexpr int kScan = 9;
  const double narrow = std::log(0.11 * diameter_mm), step = (std::log(0.60 * diameter_mm) - narrow) / kScan;
  int at = 0;
  double least = INFINITY;
  for (int i = 0; i <= kScan; ++i) {
    const double cost = fit_with(samples, std::exp(narrow + i * step), top).cost;
    if (cost < least) {
      least = cost;
      at = i;
    }
  }
  double low = narrow + (at - 1) * step, high = narrow + (at + 1) * step;
  double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
  Fit at_a = fit_with(samples, std::exp(a), top), at_b = fit_with(samples, std::exp(b), top);
  for (int i = 0; i < kNarrowings; ++i) {
    if (at_a.cost < at_b.cost) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - kGolden * (high - low);
      at_a = fit_with(samples, std::exp(a), top);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + kGolden * (high - low);
      at_b = fit_with(samples, std::exp(b), top);
    }
  }
  return at_a.cost < at_b.cost ? at_a : at_b;
}

/// What lies beyond the table goes to the widest halo, over which it is too thin to be seen but in the mean.
DotKernel with_tail(DotKernel kernel, const ShapeResponse& shape, const std::array<LinearRgb, kRadii>& missing) {
  constexpr std::size_t kLast = kRadii - 1, kWide = kHaloSigmaMm.size() - 1;
  const LinearRgb within = dot_area_mm2(kernel);
  for (std::size_t c = 0; c < 3; ++c) {
    const double tail = tail_mm2(shape.radius_mm[kLast - 1], shape.radius_mm[kLast], missing[kLast - 1][c],
                                 missing[kLast][c], within[c]);
    kernel.halo[kWide][c] += tail / (2 * std::numbers::pi * kHaloSigmaMm[kWide] * kHaloSigmaMm[kWide]);
  }
  return kernel;
}

}  // namespace

DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit) {
  const auto missing = missing_light(shape, deposit.absorption_per_mm);
  const Samples samples = sample(shape.radius_mm, missing);
  Fit best;
  for (const CoreShape& top : kTops) {
    const Fit fit = fit_width(samples, deposit.diameter_mm, top);
    if (fit.cost < best.cost) best = fit;
  }
  return with_tail(best.kernel, shape, missing);
}

DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit, const CoreShape& top) {
  const auto missing = missing_light(shape, deposit.absorption_per_mm);
  return with_tail(fit_width(sample(shape.radius_mm, missing), deposit.diameter_mm, top).kernel, shape, missing);
}

DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit, const CoreShape& top, double core_sigma_mm) {
  const auto missing = missing_light(shape, deposit.absorption_per_mm);
  return with_tail(fit_with(sample(shape.radius_mm, missing), core_sigma_mm, top).kernel, shape, missing);
}

}  // namespace tonsure::optics
