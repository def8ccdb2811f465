// The kernels of all dots of a treatment: they differ in size, depth and amount of pigment.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/export.h>
#include "dot_kernel.h"

namespace tonsure {

/// What one of the dots is drawn with. Its core has the mean dot's shape; its halo is that of the mean dot, so many
/// times as strong.
struct DrawnKernel {
  std::array<float, 3> core = {};
  float core_sigma_mm = 0.06F;
  float halo = 1;
};

/// How dots differ from the mean one, as far as kernels are at hand.
struct DotSpread {
  double depth_sd_mm = 0.02;  ///< of the deposits' tops
};

/// How many blurs of the shape are at hand: a core is drawn with the nearest, at its own width.
inline constexpr std::size_t kCoreBlurs = 16;

/// Kernels on a grid of sizes, depths and amounts around the mean dot.
struct DotKernels {
  DotKernel mean;
  std::array<CoreShape, kCoreBlurs> cores =
      {};                                ///< the mean dot's shape blurred, number n by share (n + 1) / kCoreBlurs
  std::array<double, 3> deeper_mm = {};  ///< the depths, relative to the mean dot's, rising
  std::vector<DrawnKernel> nodes;        ///< by size, depth and amount, the last running fastest

  double scab_darkness = 0;    ///< share of light that a neutral disc on top takes away, in [0, 1)
  double scab_sigma_mm = 0.1;  ///< of that disc, as a Gaussian
};
/// Nodes of size (relative to the mean dot's diameter) and of amount (relative to its pigment).
inline constexpr std::array<double, 5> kKernelSizes = {0.5, 0.75, 1, 1.35, 1.8};
inline constexpr std::array<double, 5> kKernelAmounts = {0.25, 0.5, 1, 2, 4};

/// @param mean                the mean dot, healed
/// @param added_variance_mm2  of its spreading since
/// @param veil                share of every dot's contrast that opaque new epidermis hides, in [0, 1)
TONSURE_EXPORT DotKernels make_dot_kernels(const SkinOptics& skin, const Deposit& mean, const DotSpread& spread,
                                           double added_variance_mm2 = 0, double veil = 0, const Exec& exec = {});

/// The kernel of one dot, between those on the grid; beyond it, that of its border.
TONSURE_EXPORT DrawnKernel kernel_of(const DotKernels& kernels, double size, double deeper_mm, double amount);

/// The kernels with skin around the dots reddened by more blood, as a halo of 1 mm that adds up to the full change
/// where dots lie at `dots_per_mm2`.
TONSURE_EXPORT DotKernels with_redness(DotKernels kernels, const SkinOptics& skin, double added_blood,
                                       double dots_per_mm2);

}  // namespace tonsure
