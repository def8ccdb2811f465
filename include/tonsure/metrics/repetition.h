/// @file
/// Whether a set of dots repeats itself.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>

namespace tonsure {

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
