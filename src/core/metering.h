// How long a camera exposes.
#pragma once

#include <cmath>

namespace tonsure {

/// Exposure for skin of some luminance, over the usual one: cameras meter what they see, so darker skin is exposed
/// longer. By a power of 0.35 [E]: faces of deep skin are recorded about
/// a stop brighter than a white card's exposure would have them, and still far below a mid-grey.
inline double metered_exposure(double skin_luminance) {
  constexpr double kPower = 0.35, kPlainLuminance = 0.28;  // type III
  return std::pow(skin_luminance / kPlainLuminance, -kPower);
}

}  // namespace tonsure
