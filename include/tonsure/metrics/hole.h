/// @file
/// The largest hole of a set of dots.
#pragma once

#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>

namespace tonsure {

/// Holes and bonds count from this far inside the border of the density, in local units: nearer, dots are missing on
/// one side because there is no density, and say nothing of the set (estimate: two spacings hold two rings of
/// neighbours).
inline constexpr double kBorderMargin = 2;

/// How far the result of `measure_hole` may lie below the true maximum: local units, for holes above 1 a share.
inline constexpr double kHoleAccuracy = 5e-4;

/// Radius of the largest circle without a dot, times sqrt(density at its centre). A triangular lattice has
/// 2 / sqrt(3 sqrt(12)) = 0.6204, a square one 0.7071, 200 000 random dots 1.9 to 2.3.
/// Centres lie kBorderMargin or more inside the border of the density (without a grid: of the box of the dots), and a
/// circle is counted only as far as it stays inside. Where the border runs within a cell of the grid, or within a
/// quarter of the mean spacing, that margin is known to 0.4 mean spacings only.
/// Model: branch and bound on a tree of squares (docs/model/measures.md); nothing is sampled.
/// Empty for fewer than two dots on density, and where no place lies so far inside.
/// The result depends on neither the order of the dots nor the threads.
/// Cost: O(n log n), about 1 us a dot on one core, for lattices (where every hole is the largest) 6.
template <class Frame>
TONSURE_EXPORT std::optional<double> measure_hole(const std::vector<Vec2<Frame>>& dots,
                                                  const DensityGrid<Frame>* density, const Exec& exec = {});

}  // namespace tonsure
