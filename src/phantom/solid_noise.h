/// @file
/// Noise in space, for skin that looks the same from every side.
#pragma once

#include <cstdint>

#include "head_shape.h"

namespace tonsure::phantom {

/// Value about in [-1, 1], RMS about 0.3, and its derivative per unit of p.
struct NoiseSample {
  double value = 0;
  V3 slope;
};

/// Gradient noise on the unit lattice (Perlin 2002). Equal (key, p) give equal numbers.
NoiseSample solid_noise(std::uint32_t key, V3 p);

/// The same where the slope is not needed.
double solid_noise_value(std::uint32_t key, V3 p);

/// Spots scattered in space, one at most in each cell of size `cell_mm`. `present`: share of cells that have one;
/// radii uniform in [radius_min, radius_max] mm. Returns the strongest spot at p: 1 at its centre, 0 beyond it, with
/// the edge softened by `soft_mm`; `ring` is the same for the rim around it.
struct SpotKind {
  std::uint32_t key = 0;
  double cell_mm = 1;
  double present = 1;
  double radius_min = 0.1, radius_max = 0.2;
};
struct SpotSample {
  double core = 0;
  double ring = 0;
  double pick = 0;  ///< uniform in [0,1), one for each spot
  V3 away;          ///< from its centre, mm
};
SpotSample spot_at(const SpotKind& kind, V3 p, double soft_mm);

}  // namespace tonsure::phantom
