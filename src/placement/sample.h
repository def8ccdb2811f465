/// @file
/// Dots drawn from a density by the inverse of its integral along a space-filling curve.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>

#include "density_view.h"

namespace tonsure::placement {

/// Shares of the integral, in [0,1), ascending: one in each n-th part (even), or n independent ones (random).
std::vector<double> even_shares(std::size_t n, std::uint64_t seed);
std::vector<double> random_shares(std::size_t n, std::uint64_t seed);

/// One dot per share, in the order of the curve: the density's integral along the curve up to the dot is that share of
/// `integral` (dots, > 0). Exact for the bilinear density. Fewer dots come back only if the caller cancels.
std::vector<LocalDot> sample_dots(const DensityView& density, double integral, std::span<const double> shares,
                                  const Exec& exec);

}  // namespace tonsure::placement
