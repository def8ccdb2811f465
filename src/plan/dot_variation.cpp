#include "dot_variation.h"

#include <algorithm>
#include <cmath>

#include "../core/rng.h"

namespace tonsure {
namespace {

// Beyond these, a dot would no longer be taken for one of the same hand [E].
constexpr double kLeastSize = 0.5, kMostSize = 1.8, kLeastStrength = 0.3, kMostStrength = 2.5;

/// A log-normal of mean 1 whose SD / mean has a square of `cv2`.
double log_normal(Rng& rng, double cv2) {
  const double sigma2 = std::log1p(cv2);
  return std::exp(std::sqrt(sigma2) * rng.normal() - 0.5 * sigma2);
}

}  // namespace

DotVariation vary_dot(const NeedleOptions& needle, std::uint64_t seed, std::uint32_t id, double variance) {
  Rng rng(seed, RngStage::kNeedle, id);
  DotVariation dot;
  dot.size = std::clamp(log_normal(rng, needle.diameter_cv * needle.diameter_cv * variance), kLeastSize, kMostSize);
  dot.strength =
      std::clamp(log_normal(rng, needle.strength_cv * needle.strength_cv * variance), kLeastStrength, kMostStrength);
  dot.deeper_mm = needle.depth_sd_mm * rng.normal();
  return dot;
}

}  // namespace tonsure
