// One dot of pigment as it is drawn: a core that is seen sharply, and a soft halo of light that wandered through it.
#pragma once

#include <array>
#include <cstddef>

#include <tonsure/core/color.h>
#include <tonsure/export.h>
#include <tonsure/optics/skin.h>
#include "../deposit/deposit.h"

namespace tonsure {

/// Widths of the halo's Gaussians, mm: the same for all dots, so that those of many dots can share one grid.
inline constexpr std::array<double, 3> kHaloSigmaMm = {0.18, 0.40, 1.00};

/// Shape of a core in each channel, at equal steps of q = r^2 / 2 sigma^2 from 0 to kCoreEnd, where it has ended; 1
/// where it is strongest. Equal steps of q are fine where a flat top falls off, and coarse in the middle.
inline constexpr std::size_t kCoreSteps = 64;
inline constexpr double kCoreEnd = 4.5;  // r = 3 sigma
using CoreShape = std::array<std::array<float, 3>, kCoreSteps + 1>;

/// Value of a shape in each channel, between its samples; q >= 0.
inline std::array<float, 3> core_shape(const CoreShape& shape, float q) {
  const float at = q * static_cast<float>(kCoreSteps / kCoreEnd);
  const auto i = static_cast<std::size_t>(at);
  if (i >= kCoreSteps) return {};
  const float t = at - static_cast<float>(i);
  const auto &a = shape[i], &b = shape[i + 1];
  return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}

/// A shape blurred by a Gaussian, at the blurred width: its integral over q falls by `share`.
/// @param share  variance of the core before / after, in (0, 1]
TONSURE_EXPORT CoreShape blurred_core(const CoreShape& shape, double share);

/// Light that wandered far could have been stopped by several dots, and is lost only once: what the halos of all dots
/// at a place add up to counts for less the more it is. 0.18 [X]: with it, fields of 60-300 dots/cm2 are drawn as dark
/// as Monte Carlo has them.
inline constexpr double kHaloSharing = 0.18, kMostHaloDepth = 2;
constexpr double shared_halo_depth(double depth) {
  const double d = depth < kMostHaloDepth ? depth : kMostHaloDepth;
  return d - kHaloSharing * d * d;
}

/// How a dot changes the reflectance around it, in linear sRGB: at the distance r the ratio to bare skin is
///     (1 - core shape(q)) exp(-shared(sum of halo_k exp(-r^2 / 2 s_k^2))),   q = r^2 / 2 core_sigma^2.
struct DotKernel {
  LinearRgb core = {};                                   ///< where it is strongest
  double core_sigma_mm = 0.06;                           ///< above 0; a third of where the core ends
  CoreShape shape = {};                                  ///< in each channel 1 where it is strongest
  std::array<LinearRgb, kHaloSigmaMm.size()> halo = {};  ///< optical depth at the centre, for each width
};

/// The kernel of a deposit, by the table of point responses (Monte Carlo, docs/model/optics.md) in 31 bands; what lies
/// outside the table's ranges is taken at its border.
/// @param added_variance_mm2  of spreading since healing: the pigment lies wider and thinner
TONSURE_EXPORT DotKernel dot_kernel(const SkinOptics& skin, const Deposit& deposit, double added_variance_mm2 = 0);

/// What the kernel says: reflectance with the dot over that without it.
TONSURE_EXPORT LinearRgb reflectance_ratio(const DotKernel& kernel, double r_mm);

/// Area A of skin that the dot blackens, mm2: the integral of (1 - ratio). N dots per mm2 leave the mean exp(-N A).
TONSURE_EXPORT LinearRgb dot_area_mm2(const DotKernel& kernel);

}  // namespace tonsure
