/// @file
/// From the most even dots to those of real work, and on to random ones.
#pragma once

#include <cstdint>

#include <tonsure/core/exec.h>

#include "fill.h"

namespace tonsure::placement {

/// Where natural regularity lies on the scale from random (0) to strict (1).
inline constexpr double kNatural = 0.7;

/// No dot is moved farther than this, in spacings of the full tile, even where dots are few and their spacing longer.
inline constexpr double kLongestStep = 6;

/// Moves dots by the tile's offsets, the farther the lower the regularity, down to natural. A dot goes nowhere where
/// the density is 0, nor far down a steep edge.
void loosen(const Ground& ground, double regularity, Columns& dots, const Exec& exec);

/// Below natural regularity, replaces a growing share of the dots by independent random ones, up to all at 0.
void randomise(const Ground& ground, const BlockRange& range, double regularity, std::uint64_t seed, Columns& dots);

}  // namespace tonsure::placement
