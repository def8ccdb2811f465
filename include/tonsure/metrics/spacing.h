/// @file
/// How evenly a set of dots is spread, measured in local units (distance x sqrt(density)), so that sets of varying
/// density can be compared: random dots have a mean nearest-neighbour distance of 0.50, a triangular lattice 1.075.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>

namespace tonsure {

struct SpacingReport {
  std::size_t count = 0;
  std::optional<double> expected_count;  ///< integral of the density; only where one was given
  double nn_mean = 0;                    ///< nearest-neighbour distance x sqrt(density): mean
  double nn_sd = 0;                      ///< its standard deviation
  double nn_1_percent = 0;               ///< its 1 % quantile
  double nn_min = 0;                     ///< its minimum
  /// Variance / mean of counts in discs that should hold 1, 4, 16 and 64 dots; random dots have 1.
  /// Empty where the set is too small for such discs.
  std::array<std::optional<double>, 4> variance_to_mean;
};
inline constexpr std::array<double, 4> kWindowCounts = {1, 4, 16, 64};

/// Measures a set. Without a density grid, a uniform density over the bounding box is taken.
/// Nearest neighbours are taken among all dots that lie on density, those at its border too; dots off it, or not
/// finite, count in `count` only. Windows are discs wholly on density, each with the radius at which the density's
/// integral is the wanted count; their centres are jittered over a grid with a fixed seed. At least 200 such discs, and
/// 8 times a window's count of dots, are asked for. The result depends on neither the order of the dots nor the
/// threads.
template <class Frame>
TONSURE_EXPORT SpacingReport measure_spacing(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                                             const Exec& exec = {});

}  // namespace tonsure
