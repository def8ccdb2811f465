/// @file
/// A patch of skin with many equal dots, and its mean tone by direct simulation.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/optics/skin.h>
#include "deposit/deposit.h"

namespace tonsure::testing {

/// Dots on a square that repeats in x and y.
struct DotPatch {
  double side_mm = 15;
  std::vector<Vec2<ScalpMm>> dots;

  [[nodiscard]] double per_mm2() const { return static_cast<double>(dots.size()) / (side_mm * side_mm); }
};

/// Placed as a treatment places them by default. How many lie on the square is a matter of chance; count them.
DotPatch place_patch(double per_cm2, std::uint64_t seed);

/// Mean colour of the patch over that of bare skin.
/// @param entries  places where light enters, spread evenly over the patch, one path of light for each band
LinearRgb simulate_mean_tone(const SkinOptics& skin, const DotPatch& patch, const Deposit& dot, std::size_t entries,
                             std::uint64_t seed);

}  // namespace tonsure::testing
