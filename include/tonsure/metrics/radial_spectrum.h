/// @file
/// A radial power spectrum: what `measure_spectrum` and `measure_local_spectrum` give.
#pragma once

#include <vector>

namespace tonsure {

/// Power by frequency, averaged over all directions: 1 for random dots, 0 where the set follows its density perfectly.
struct RadialSpectrum {
  /// Width of a bin, in cycles per spacing, a spacing being 1 / sqrt(density): bin i holds [i, i + 1) x step.
  double step = 0;
  std::vector<double> power;
  /// The highest frequency up to which the power, averaged over the disc below it, stays under 0.1, as a share of the
  /// Nyquist frequency sqrt(density) / 2 of a square lattice (Heck, Schloemer & Deussen 2013): random dots 0, "step"
  /// blue noise 0.6, good relaxed sets 0.87, a triangular lattice 1.07 but for the resolution (1.04 to 1.05).
  double effective_nyquist = 0;
  /// Ten times the root mean square of power - 1 over the ring that starts where the power first reaches 0.98 and is
  /// five cycles per spacing wide (ibid.; weights are areas of the frequency plane). The variance that the finite set
  /// gives each bin is taken off, so that random dots have 0 whatever their number.
  double oscillation = 0;
};

}  // namespace tonsure
