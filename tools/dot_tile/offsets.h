/// @file
/// How far real work strays from the most even spread.
#pragma once

#include <cstdint>
#include <vector>

#include "trajectories.h"

namespace tonsure::dot_tile {

/// An offset for each dot of the tile, in local spacings (1/sqrt(density)): added to its position, it turns even dots
/// into dots as regular as finished work, whatever the density.
///
/// Lengths are drawn: most dots stray little, a few far. Directions are then turned until, at every density, the moved
/// dots leave windows of many dots nearly as evenly filled as before and no two come closer than a hand would set them.
std::vector<Vec> make_offsets(const Trajectories& tile, int sweeps, std::uint64_t seed, const Exec& exec);

}  // namespace tonsure::dot_tile
