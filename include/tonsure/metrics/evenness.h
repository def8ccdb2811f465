/// @file
/// How evenly dots lie: spacing, holes, order of neighbours, repetition. Model: docs/model/measures.md.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>

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

/// Fewest dots it is given for: fewer leave less than 20 bins to the innermost ring.
inline constexpr std::size_t kFewestRepetitionDots = 4096;

/// The largest bin of the periodogram over the mean of its ring, for frequencies of 0.1 to 2 cycles per mean spacing.
/// Random dots have the logarithm of the number of bins, 10 to 18 for 20 000 to 200 000 dots; what repeats, or lies in
/// rows, has more. The positions count as they are, not in the local metric: the eye sees them so.
/// Model (docs/model/measures.md): one periodogram, less the transform of the density, of the box around the density
/// (without a grid: of the dots), rings as wide as a bin. A repeat whose frequency falls between two bins shows up to
/// six times weaker than one that divides the box.
/// Empty for fewer than kFewestRepetitionDots on density.
/// The result depends on neither the order of the dots nor the threads.
/// Cost: 0.4 s for 200 000 dots on one core, 2 s for a million; 0.3 kB of memory a dot. Beyond 2^28 nodes of its grid
/// (5 million dots on a square) the highest frequency falls.
template <class Frame>
TONSURE_EXPORT std::optional<double> measure_repetition(const std::vector<Vec2<Frame>>& dots,
                                                        const DensityGrid<Frame>* density, const Exec& exec = {});

}  // namespace tonsure
