/// @file
/// Discs that dots stay out of.
#pragma once

#include <cstdint>
#include <vector>

#include "fill.h"

namespace tonsure::placement {

struct Disc {
  double x = 0, y = 0, radius = 0;  ///< mm
};

/// Moves dots out of the discs: to the rim, if it is within half a local spacing and no other disc covers it; else the
/// dot is left out.
void keep_out(const Ground& ground, const std::vector<Disc>& discs, Columns& dots);

}  // namespace tonsure::placement
