// Deposit: a dot as it lies in the skin.
#pragma once

#include <tonsure/core/color.h>

namespace tonsure {

/// Pigment in skin: an upright ellipsoid of revolution that absorbs, and scatters as the skin around it does. Defaults
/// are what NeedleOptions{} leaves; deposit_of gives those of any needle.
struct Deposit {
  double depth_top_mm = 0.08;  ///< of its top below the surface, in [0.02, 0.8]
  double diameter_mm = 0.32;   ///< across, in [0.05, 1]
  double height_mm = 0.22;     ///< in [0.1, 0.4]
  Spectrum absorption_per_mm = {};
};

}  // namespace tonsure
