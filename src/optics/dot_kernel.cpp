#include "dot_kernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../core/gaussian.h"
#include "dot_fit.h"

namespace tonsure {
namespace {

constexpr double q_of(std::size_t sample) {
  return kCoreEnd * static_cast<double>(sample) / kCoreSteps;
}

/// exp(-x) I0(x), x >= 0, within 2e-7 (Abramowitz & Stegun 1964, 9.8.1 and 9.8.2).
double scaled_bessel_i0(double x) {
  if (x < 3.75) {
    const double t = x * x / (3.75 * 3.75);
    return std::exp(-x) *
           (1 +
            t * (3.5156229 + t * (3.0899424 + t * (1.2067492 + t * (0.2659732 + t * (0.0360768 + t * 0.0045813))))));
  }
  const double t = 3.75 / x;
  return (0.39894228 +
          t * (0.01328592 +
               t * (0.00225319 +
                    t * (-0.00157565 +
                         t * (0.00916281 +
                              t * (-0.02057706 + t * (0.02635537 + t * (-0.01647633 + t * 0.00392377)))))))) /
         std::sqrt(x);
}

}  // namespace

CoreShape blurred_core(const CoreShape& shape, double share) {
  if (share >= 1) return shape;
  // In units of the width before; r and rho are the distances after and before.
  const double variance = 1 / share - 1;
  const bool narrow = variance < 0.25;  // samples are too coarse for its integral
  CoreShape blurred{};
  std::array<double, 3> before{}, after{};
  for (std::size_t i = 0; i < kCoreSteps; ++i) {
    const double r = std::sqrt(2 * q_of(i) / share);
    std::array<double, 3> sum{};
    double weights = 0;
    for (std::size_t j = 0; j < (narrow ? 2 : 1) * kCoreSteps; ++j) {
      const double rho = std::sqrt(2 * q_of(j)), off = r - rho;
      if (off * off > 40 * variance) continue;
      // A ring's blur: the Gaussian's mean over it. The innermost stands for half a step.
      const double weight =
          (j == 0 ? 0.5 : 1) * std::exp(-0.5 * off * off / variance) * scaled_bessel_i0(r * rho / variance);
      weights += weight;
      if (j < kCoreSteps)
        for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * static_cast<double>(shape[j][c]);
    }
    const double whole = narrow ? weights : variance * kCoreSteps / kCoreEnd;
    for (std::size_t c = 0; c < 3; ++c) {
      const double part = i == 0 ? 0.5 : 1;
      blurred[i][c] = static_cast<float>(whole > 0 ? sum[c] / whole : 0);
      before[c] += part * static_cast<double>(shape[i][c]);
      after[c] += part * static_cast<double>(blurred[i][c]);
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    const auto kept = static_cast<float>(std::fabs(after[c]) > 1e-6 ? share * before[c] / after[c] : 1);
    for (auto& sample : blurred) sample[c] *= kept;
  }
  return blurred;
}

LinearRgb reflectance_ratio(const DotKernel& kernel, double r_mm) {
  const double q = 0.5 * r_mm * r_mm / (kernel.core_sigma_mm * kernel.core_sigma_mm);
  const std::array<float, 3> core = core_shape(kernel.shape, static_cast<float>(q));
  LinearRgb ratio{};
  for (std::size_t c = 0; c < 3; ++c) {
    double depth = 0;
    for (std::size_t k = 0; k < kHaloSigmaMm.size(); ++k)
      depth += kernel.halo[k][c] * std::exp(-0.5 * r_mm * r_mm / (kHaloSigmaMm[k] * kHaloSigmaMm[k]));
    ratio[c] = (1 - kernel.core[c] * static_cast<double>(core[c])) * std::exp(-shared_halo_depth(depth));
  }
  return ratio;
}

LinearRgb dot_area_mm2(const DotKernel& kernel) {
  // Simpson's rule in the root of the distance: fine at the core, coarse in the tail.
  constexpr int kSteps = 96;
  constexpr double kFarthestMm = 4;
  LinearRgb area{};
  for (int i = 0; i <= kSteps; ++i) {
    const double t = static_cast<double>(i) / kSteps, r_mm = kFarthestMm * t * t;
    const double weight = (i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * kSteps);
    const LinearRgb ratio = reflectance_ratio(kernel, r_mm);
    for (std::size_t c = 0; c < 3; ++c)
      area[c] += weight * 2 * std::numbers::pi * r_mm * (1 - ratio[c]) * 2 * kFarthestMm * t;
  }
  return area;
}

DotKernel dot_kernel(const SkinOptics& skin, const Deposit& deposit, double added_variance_mm2) {
  const optics::SpreadDeposit spread = optics::spread_deposit(deposit, added_variance_mm2);
  return optics::widened(optics::fit_kernel(optics::shape_response(skin, spread.deposit), spread.deposit),
                         spread.left_variance_mm2);
}

namespace optics {

SpreadDeposit spread_deposit(const Deposit& deposit, double added_variance_mm2) {
  SpreadDeposit spread{deposit, 0};
  const double width2 = deposit.diameter_mm * deposit.diameter_mm + kFwhm2PerVariance * added_variance_mm2;
  const double widest = kDiameterNodesMm.back();
  spread.deposit.diameter_mm = std::max(deposit.diameter_mm, std::min(std::sqrt(width2), widest));
  const double kept = spread.deposit.diameter_mm * spread.deposit.diameter_mm;
  for (double& mu : spread.deposit.absorption_per_mm) mu *= deposit.diameter_mm * deposit.diameter_mm / kept;
  spread.left_variance_mm2 = std::max(0.0, width2 - kept) / kFwhm2PerVariance;
  return spread;
}

void normalize(DotKernel& kernel) {
  for (std::size_t c = 0; c < 3; ++c) {
    float most = 0;
    for (const auto& sample : kernel.shape)
      if (std::fabs(sample[c]) > std::fabs(most)) most = sample[c];
    kernel.core[c] *= static_cast<double>(most);
    if (most == 0) continue;
    for (auto& sample : kernel.shape) sample[c] /= most;
  }
}

DotKernel widened(DotKernel kernel, double variance_mm2) {
  if (variance_mm2 <= 0) return kernel;
  const double before = kernel.core_sigma_mm * kernel.core_sigma_mm;
  kernel.core_sigma_mm = std::sqrt(before + variance_mm2);
  kernel.shape = blurred_core(kernel.shape, before / (before + variance_mm2));
  normalize(kernel);
  return kernel;
}

}  // namespace optics
}  // namespace tonsure
