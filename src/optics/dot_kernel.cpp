#include <tonsure/optics/dot_kernel.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "dot_fit.h"

namespace tonsure {
namespace {

constexpr double kVarianceOfWidth2 = 5.545177444479562;  // (full width at half height / standard deviation)^2 = 8 ln 2

}  // namespace

double core_shape(const CoreShape& shape, double q) {
  double sum = 0, term = 1;
  for (std::size_t n = 0; n < shape.size(); ++n) {
    sum += shape[n] * term;
    term *= q / static_cast<double>(n + 1);
  }
  return std::exp(-q) * sum;
}

CoreShape blurred_core(const CoreShape& shape, double share) {
  // The shapes q^n exp(-q) / n! are the coefficients of a generating function that is itself a Gaussian, whose blur is
  // known: c_n goes to c_k with the binomial probability of k out of n.
  CoreShape blurred{};
  CoreShape chance = {1};  // of k out of n: Pascal's triangle, weighted
  for (std::size_t n = 0; n < shape.size(); ++n) {
    for (std::size_t k = 0; k <= n; ++k) blurred[k] += shape[n] * share * chance[k];
    for (std::size_t k = std::min(n + 1, shape.size() - 1); k > 0; --k)
      chance[k] = chance[k] * (1 - share) + chance[k - 1] * share;
    chance[0] *= 1 - share;
  }
  return blurred;
}

LinearRgb reflectance_ratio(const DotKernel& kernel, double r_mm) {
  const double q = 0.5 * r_mm * r_mm / (kernel.core_sigma_mm * kernel.core_sigma_mm);
  const double core = core_shape(kernel.shape, q);
  LinearRgb ratio{};
  for (std::size_t c = 0; c < 3; ++c) {
    double depth = 0;
    for (std::size_t k = 0; k < kHaloSigmaMm.size(); ++k)
      depth += kernel.halo[k][c] * std::exp(-0.5 * r_mm * r_mm / (kHaloSigmaMm[k] * kHaloSigmaMm[k]));
    ratio[c] = (1 - kernel.core[c] * core) * std::exp(-shared_halo_depth(depth));
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
  const double width2 = deposit.diameter_mm * deposit.diameter_mm + kVarianceOfWidth2 * added_variance_mm2;
  const double widest = kDiameterNodesMm.back();
  spread.deposit.diameter_mm = std::max(deposit.diameter_mm, std::min(std::sqrt(width2), widest));
  const double kept = spread.deposit.diameter_mm * spread.deposit.diameter_mm;
  for (double& mu : spread.deposit.absorption_per_mm) mu *= deposit.diameter_mm * deposit.diameter_mm / kept;
  spread.left_variance_mm2 = std::max(0.0, width2 - kept) / kVarianceOfWidth2;
  return spread;
}

DotKernel widened(DotKernel kernel, double variance_mm2) {
  if (variance_mm2 <= 0) return kernel;
  const double before = kernel.core_sigma_mm * kernel.core_sigma_mm;
  kernel.core_sigma_mm = std::sqrt(before + variance_mm2);
  kernel.shape = blurred_core(kernel.shape, before / (before + variance_mm2));
  const double centre = kernel.shape[0];
  for (double& coefficient : kernel.shape) coefficient /= centre;
  for (double& core : kernel.core) core *= centre;
  return kernel;
}

}  // namespace optics
}  // namespace tonsure
