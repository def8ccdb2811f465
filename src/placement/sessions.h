/// @file
/// Which dots are made in which session.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>

#include "fill.h"

namespace tonsure::placement {

/// Session (1, 2, ...) of each dot: the first k with rank < shares[k-1] x density, in ranks. A beginning of the ranking
/// is evenly spread at any density, so the dots of sessions 1...k are.
std::vector<std::uint8_t> sessions_of(const Tile& tile, const Columns& dots, std::span<const double> shares,
                                      std::uint64_t seed, const Exec& exec);

}  // namespace tonsure::placement
