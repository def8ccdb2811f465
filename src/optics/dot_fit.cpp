#include "dot_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>

namespace tonsure::optics {
namespace {

constexpr std::size_t kSamples = 36;
constexpr std::size_t kUnknowns = 1 + kHaloSigmaMm.size();
constexpr double kMostMissing = 0.98;  // even behind opaque pigment some light is left
constexpr double kAreaWeight = 0.1;    // 1 % of the area weighs as much as 0.003 at one distance
constexpr double kAreaFloorMm2 = 0.05;
constexpr double kRidge = 1e-5;
constexpr int kSteps = 3;      // of Gauss and Newton; the problem is nearly linear
constexpr int kMostTerms = 5;  // of the shapes that are tried first
constexpr double kHaloRidge = 1e-4;
constexpr double kLeastCoreMm = 0.06;  // the light around the smallest dots is steeper than the narrowest halo
constexpr double kFadeFrom = 0.7;      // of kCoreEnd: where a core begins to give way to the halos

/// A point response at more distances, denser at the centre, and the share of each in the area.
struct Samples {
  std::array<double, kSamples> radius_mm = {};
  std::array<double, kSamples> ring_mm2 = {};
  std::array<LinearRgb, kSamples> missing = {};
};

Samples sample(const std::array<double, kRadii>& radius_mm, const std::array<LinearRgb, kRadii>& missing) {
  Samples samples;
  for (std::size_t k = 0; k < kSamples; ++k) {
    const double t = static_cast<double>(k) / (kSamples - 1), r_mm = radius_mm.back() * t * t;
    samples.radius_mm[k] = r_mm;
    samples.ring_mm2[k] =
        2 * std::numbers::pi * r_mm * 2 * radius_mm.back() * t / (kSamples - 1) * (k + 1 == kSamples ? 0.5 : 1);
    samples.missing[k] = missing_at(radius_mm, missing, r_mm);
    for (double& value : samples.missing[k]) value = std::min(value, kMostMissing);
  }
  return samples;
}

/// exp(-p) (1 + p + p^2 / 2! + ...): from a Gaussian to nearly a disc. Flatter tops reach farther.
CoreShape flat_top(int terms) {
  CoreShape shape{};
  for (std::size_t i = 0; i < kCoreSteps; ++i) {
    const double p = (1 + 0.49 * (terms - 1)) * kCoreEnd * static_cast<double>(i) / kCoreSteps;
    double sum = 0, term = 1;
    for (int n = 1; n <= terms; ++n) {
      sum += term;
      term *= p / n;
    }
    shape[i].fill(static_cast<float>(std::exp(-p) * sum));
  }
  return shape;
}

/// Values of the kernel's parts at the samples, core, then halos; in each channel.
using Parts = std::array<std::array<double, kUnknowns>, kSamples>;
using Unknowns = Eigen::Matrix<double, static_cast<int>(kUnknowns), 1>;

std::array<Parts, 3> parts_of(const Samples& samples, double core_sigma_mm, const CoreShape& top) {
  std::array<Parts, 3> parts{};
  for (std::size_t k = 0; k < kSamples; ++k) {
    const double r2 = samples.radius_mm[k] * samples.radius_mm[k], q = 0.5 * r2 / (core_sigma_mm * core_sigma_mm);
    for (std::size_t h = 0; h < kHaloSigmaMm.size(); ++h)
      parts[0][k][1 + h] = std::exp(-0.5 * r2 / (kHaloSigmaMm[h] * kHaloSigmaMm[h]));
    parts[1][k] = parts[2][k] = parts[0][k];
    const std::array<float, 3> core = core_shape(top, static_cast<float>(q));
    for (std::size_t c = 0; c < 3; ++c) parts[c][k][0] = static_cast<double>(core[c]);
  }
  return parts;
}

/// Fits depths of core and halos in one channel; returns the sum of squares that is left.
/// @param weight  of each sample
/// @param prior   where the ridge pulls to, and the fit begins
double fit_channel(const Samples& samples, const Parts& parts, const std::array<double, kSamples>& weight,
                   const Unknowns& prior, const Unknowns& ridge, std::size_t channel, Unknowns& x) {
  double target_mm2 = 0;
  for (std::size_t k = 0; k < kSamples; ++k) target_mm2 += samples.ring_mm2[k] * samples.missing[k][channel];
  const double area_weight = kAreaWeight / std::pow(std::fabs(target_mm2) + kAreaFloorMm2, 2);
  x = prior;
  double cost = 0;
  for (int step = 0; step <= kSteps; ++step) {
    Eigen::Matrix<double, static_cast<int>(kUnknowns), static_cast<int>(kUnknowns)> normal;
    normal.setZero();
    normal.diagonal() = ridge;
    Unknowns right = ridge.cwiseProduct(prior - x), area_slope = Unknowns::Zero();
    double area_error = 0;
    cost = 0;
    for (std::size_t k = 0; k < kSamples; ++k) {
      const Eigen::Map<const Unknowns> f(parts[k].data());
      const double depth = f.tail<kUnknowns - 1>().dot(x.tail<kUnknowns - 1>());
      const double halo = std::exp(-shared_halo_depth(depth)), core = 1 - x[0] * f[0];
      Unknowns slope = core * halo * (1 - 2 * kHaloSharing * std::min(depth, kMostHaloDepth)) * f;
      slope[0] = halo * f[0];
      const double error = samples.missing[k][channel] - (1 - core * halo);
      cost += weight[k] * error * error;
      area_error += weight[k] * samples.ring_mm2[k] * error;
      area_slope += weight[k] * samples.ring_mm2[k] * slope;
      normal += weight[k] * slope * slope.transpose();
      right += weight[k] * error * slope;
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
  static const std::array<double, kSamples> all = [] {
    std::array<double, kSamples> ones{};
    ones.fill(1);
    return ones;
  }();
  Fit fit{{.core_sigma_mm = core_sigma_mm, .shape = top}, 0};
  const std::array<Parts, 3> parts = parts_of(samples, core_sigma_mm, top);
  for (std::size_t c = 0; c < 3; ++c) {
    Unknowns x;
    fit.cost += fit_channel(samples, parts[c], all, Unknowns::Zero(), Unknowns::Constant(kRidge), c, x);
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
  constexpr int kScan = 11;
  const double narrow = std::log(0.11 * diameter_mm), step = (std::log(0.90 * diameter_mm) - narrow) / kScan;
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

/// How much of a core there is where it gives way to the halos: from 1 to 0.
double core_share(double q) {
  const double u = std::clamp((q / kCoreEnd - kFadeFrom) / (1 - kFadeFrom), 0.0, 1.0);
  return 1 - u * u * (3 - 2 * u);
}

/// Gives a kernel the core that its halos leave, after fitting these to what lies beyond.
DotKernel with_remainder(DotKernel kernel, const Samples& samples, const ShapeResponse& shape,
                         const std::array<LinearRgb, kRadii>& missing) {
  const std::array<Parts, 3> parts = parts_of(samples, kernel.core_sigma_mm, kernel.shape);
  kernel.core_sigma_mm = std::max(kernel.core_sigma_mm, kLeastCoreMm);
  std::array<double, kSamples> beyond{};
  for (std::size_t k = 0; k < kSamples; ++k)
    beyond[k] = 1 - core_share(0.5 * std::pow(samples.radius_mm[k] / kernel.core_sigma_mm, 2));
  for (std::size_t c = 0; c < 3; ++c) {
    Unknowns prior, x, ridge = Unknowns::Constant(kHaloRidge);
    prior << kernel.core[c], kernel.halo[0][c], kernel.halo[1][c], kernel.halo[2][c];
    ridge[0] = 1e6;  // the core stays
    fit_channel(samples, parts[c], beyond, prior, ridge, c, x);
    for (std::size_t h = 0; h < kHaloSigmaMm.size(); ++h) kernel.halo[h][c] = x[static_cast<Eigen::Index>(1 + h)];
  }
  kernel.core = {1, 1, 1};
  for (std::size_t i = 0; i < kCoreSteps; ++i) {
    const double q = kCoreEnd * static_cast<double>(i) / kCoreSteps, r_mm = kernel.core_sigma_mm * std::sqrt(2 * q);
    const LinearRgb there = missing_at(shape.radius_mm, missing, r_mm);
    for (std::size_t c = 0; c < 3; ++c) {
      double depth = 0;
      for (std::size_t h = 0; h < kHaloSigmaMm.size(); ++h)
        depth += kernel.halo[h][c] * std::exp(-0.5 * r_mm * r_mm / (kHaloSigmaMm[h] * kHaloSigmaMm[h]));
      kernel.shape[i][c] = static_cast<float>(
          core_share(q) * (1 - (1 - std::min(there[c], kMostMissing)) / std::exp(-shared_halo_depth(depth))));
    }
  }
  normalize(kernel);
  return kernel;
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
  for (int terms = 1; terms <= kMostTerms; ++terms) {
    const Fit fit = fit_width(samples, deposit.diameter_mm, flat_top(terms));
    if (fit.cost < best.cost) best = fit;
  }
  return with_tail(with_remainder(best.kernel, samples, shape, missing), shape, missing);
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
