/// @file
/// The inner loop of placement where the density is anything: each dot looks it up where it lies, and, since where it
/// lies depends on the density, again.
#pragma once

#include <cstddef>
#include <cstdint>

#include "columns.h"
#include "density_lookup.h"
#include "tile.h"

namespace tonsure::placement {

struct DetailBlock {
  const Tile* tile;
  std::size_t in_tile;  ///< index of the block in the tile
  const DensityLookup* density;
  float ranks_per_density;  ///< ranks x kRankScale for 1 dot/cm2
  float late;               ///< taken off the density, in ranks x kRankScale
  std::int32_t highest;     ///< dots of this rank and beyond exist nowhere in the block
  BlockPlace place;
  std::uint32_t id;  ///< of its first dot; the others follow
};

/// Writes the dots of a block; returns how many. Runs on the widest vectors of the machine.
std::size_t fill_detail(const DetailBlock& block, const FillTarget& target);

/// The same, one dot at a time: what every width of vectors must agree with to the last bit.
std::size_t fill_detail_scalar(const DetailBlock& block, const FillTarget& target);

}  // namespace tonsure::placement
