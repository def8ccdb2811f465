/// @file
/// The inner loop of placement: the dots of blocks on which the density is a plane.
#pragma once

#include <cstdint>
#include <span>

#include "columns.h"
#include "tile.h"

namespace tonsure::placement {

/// What the loop needs to know of a block, in the integers it computes with. A dot's place at level k is (x, y); with
/// d = density + x density_x + y density_y its rank is compared, and blend + x blend_x + y blend_y, clamped to
/// [0, kBlendOne], is the share of level k + 1 in its position.
struct PlaneBlock {
  const std::int32_t* rank;   ///< rising
  const PackedPoint* dense;   ///< places at level k
  const PackedPoint* sparse;  ///< at level k + 1; dots that exist at k only read what lies behind, with a share of 0
  std::int32_t highest;       ///< dots of this rank and beyond exist nowhere in the block
  std::int32_t density, density_x, density_y;
  std::int32_t blend, blend_x, blend_y;
  BlockPlace place;
  std::uint32_t id;  ///< of its first dot; the others follow
  bool clipped;      ///< whether some dots may lie outside the target's bounds
};
inline constexpr std::int32_t kBlendOne = kBlendUnits << 8;

/// Writes the dots of blocks one after the other; returns how many. Runs on the widest vectors of the machine.
std::size_t fill_planes(std::span<const PlaneBlock> blocks, const FillTarget& target);

/// The same, one dot at a time: what every width of vectors must agree with to the last bit.
std::size_t fill_planes_scalar(std::span<const PlaneBlock> blocks, const FillTarget& target);

}  // namespace tonsure::placement
