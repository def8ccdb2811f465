/// @file
/// The periodogram of dots in a rectangle, less what their density makes of its own.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/core/exec.h>

#include "measured_set.h"

namespace tonsure::metrics {

enum class Taper {
  kNone,  ///< sharpest lines; borders leak a little power along the axes
  kHann,  ///< sin^2 in x and y: no leaks, lines 1.5 bins wide
};

/// What a ring of the frequency plane holds. Bins k and -k are the same and count once.
struct Ring {
  std::size_t bins = 0;
  double sum = 0;      ///< of the bins' powers
  double largest = 0;  ///< of them
};

struct Rings {
  std::vector<Ring> rings;  ///< ring i holds frequencies in [i, i + 1) x ring_width
  double dots = 0;          ///< sum of squared weights: what the powers of random dots come to on average
};

/// Rings of |sum over dots of w exp(-2 pi i f x) - integral of w rho exp(-2 pi i f x)|^2, w the taper, for the dots and
/// the density (scaled by `to_actual`) within `window`. Bins lie at whole numbers of cycles per window; that at 0 is
/// left out.
/// Model: dots are spread over a grid by cubic B-splines whose transform, sinc^4, is divided out (as in
/// Essmann et al. 1995, "A smooth particle mesh Ewald method"); the grid is fine enough for aliases to stay below 4 %
/// of an amplitude at `most_frequency` and 0.01 % at a quarter of it.
/// @param most_frequency  cycles/mm; ring_width likewise.
/// Cost: O(g log g) for g grid nodes, g = 10 to 40 x (most_frequency x side)^2; a third of g is kept, 8 bytes each.
Rings periodogram_rings(const MeasuredSet& set, const Extent& window, Taper taper, double most_frequency,
                        double ring_width, const Exec& exec);

/// Number of grid nodes of the same.
double periodogram_nodes(const Extent& window, double most_frequency);

}  // namespace tonsure::metrics
