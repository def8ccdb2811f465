/// @file
/// How much the neighbourhoods of dots resemble a triangular lattice.
#pragma once

#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>

namespace tonsure {

/// Mean over the dots of |psi6|, psi6 = mean of exp(6 i angle) over a dot's six nearest others (Halperin & Nelson 1978;
/// the six nearest, rather than those that share a Voronoi edge, because they do not jump when a dot moves a little).
/// A triangular lattice has 1, random dots 0.37. In a square lattice four of six are equally far, and which two count
/// is a matter of rounding.
/// Dots nearer to the border of the density than kBorderMargin (tonsure/metrics/hole.h) are neighbours only. One in the
/// very same place as the dot adds nothing.
/// Empty where fewer than 32 dots lie so far inside.
/// The result depends on neither the order of the dots nor the threads.
/// Cost: O(n log n), about 1.2 us a dot on one core.
template <class Frame>
TONSURE_EXPORT std::optional<double> measure_bond_order(const std::vector<Vec2<Frame>>& dots,
                                                        const DensityGrid<Frame>* density, const Exec& exec = {});

}  // namespace tonsure
