/// @file
/// Ids: which block a dot belongs to, and which of its dots it is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tile.h"

namespace tonsure::placement {

/// Columns and rows of blocks are counted modulo this in ids.
inline constexpr int kBlockModulus = 2048;
inline constexpr std::uint32_t kIdsPerBlock = 1024;
/// Ids from here on, within a block, are of dots that come from no tile.
inline constexpr std::uint32_t kFirstRandomId = 512;
static_assert(kBlockCapacity <= kFirstRandomId);

constexpr std::uint32_t first_id(int column, int row) {
  const auto wrap = [](int v) { return static_cast<std::uint32_t>(v) % kBlockModulus; };
  return (wrap(row) * kBlockModulus + wrap(column)) * kIdsPerBlock;
}
constexpr std::uint32_t column_of(std::uint32_t id) {
  return id / kIdsPerBlock % kBlockModulus;
}
constexpr std::uint32_t row_of(std::uint32_t id) {
  return id / kIdsPerBlock / kBlockModulus;
}
constexpr bool is_of_tile(std::uint32_t id) {
  return id % kIdsPerBlock < kFirstRandomId;
}

/// Index of a dot of the tile in the tile's columns `rank` and `offset`.
inline std::size_t slot_of(const Tile& tile, std::uint32_t id) {
  const std::uint32_t mask = tile.blocks - 1;  // a power of two
  const std::size_t block = (row_of(id) & mask) * tile.blocks + (column_of(id) & mask);
  return tile.first[block] + id % kIdsPerBlock;
}

}  // namespace tonsure::placement
