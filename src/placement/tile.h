/// @file
/// The ranked tile: dots of a torus, in an order of which every beginning is evenly spread at its own density.
/// How it is made, and why: docs/model/placement.md.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/result.h>

namespace tonsure::placement {

/// Lengths on the tile are counted in units: a block is a square of 8192 units, 16 spacings of the full tile.
inline constexpr int kBlockUnits = 8192;
inline constexpr int kBlockSpacings = 16;
/// Dots stray from their block the farther the sparser they are; most stay within this, units.
inline constexpr int kNearReach = 4 * kBlockUnits / kBlockSpacings;
/// Most dots of one block; ids and scratch space rely on it.
inline constexpr std::size_t kBlockCapacity = 384;
/// Vectors may read this many entries past the end of a block's columns.
inline constexpr std::size_t kColumnPadding = 64;

/// A position, in units from the centre of the block that owns the dot, and as it is stored: x in the low 16 bits.
struct TilePoint {
  std::int16_t x = 0;
  std::int16_t y = 0;
};
using PackedPoint = std::int32_t;
constexpr PackedPoint packed(TilePoint p) {
  return static_cast<PackedPoint>(static_cast<std::uint32_t>(static_cast<std::uint16_t>(p.y)) << 16U |
                                  static_cast<std::uint16_t>(p.x));
}
constexpr TilePoint unpacked(PackedPoint p) {
  const auto bits = static_cast<std::uint32_t>(p);
  return {static_cast<std::int16_t>(bits & 0xFFFFU), static_cast<std::int16_t>(bits >> 16U)};
}

/// A tile as placement reads it. Each dot belongs to one block, the one it lies in where the tile is full, at all
/// densities: blocks can be placed independently of each other without a dot missing or placed twice.
/// Within a block dots stand in rank order, in all columns alike.
struct Tile {
  std::uint32_t dots = 0;            ///< N
  std::uint32_t blocks = 0;          ///< per side, a power of two; block b = column + blocks * row
  std::vector<std::uint32_t> count;  ///< count[k]: dots of the whole tile that exist at level k; count[0] = N, falling
  int reach = 0;                     ///< farthest that any dot strays from its block, units
  std::size_t near_levels = 0;       ///< at the levels before this one, none strays farther than kNearReach

  std::vector<std::uint32_t> size;        ///< size[b]: dots that block b owns
  std::vector<std::uint32_t> first;       ///< first[b]: where block b begins in `rank` and `offset`
  std::vector<std::int32_t> rank;         ///< 0...N-1, times kRankScale
  std::vector<PackedPoint> offset;        ///< of natural work, in 1/kOffsetScale local spacings
  std::vector<std::int32_t> first_point;  ///< first_point[b * levels + k]: where block b at level k begins in `point`
  std::vector<PackedPoint> point;         ///< level k holds the dots that exist at level k - 1

  /// To find the level of a density d (in ranks): bin[index_of_bin(d)] or the one after it, see level_of.
  std::vector<std::int32_t> bin;
  std::vector<std::int32_t> level_rank;  ///< count x kRankScale
  std::vector<float> per_rank;           ///< 1 / (level_rank[k] - level_rank[k + 1])

  [[nodiscard]] std::size_t levels() const { return count.size(); }
};
/// Densities relative to the full tile are compared with ranks as N x density x kRankScale, in 32-bit integers.
inline constexpr std::int32_t kRankScale = 1 << 14;

inline constexpr float kOffsetScale = 8192;

/// Bins of 1/32 octave, by the leading bits of a density as a float; those below a density of 1 share the first.
constexpr std::uint32_t kBinShift = 18, kFirstBin = 0x3F800000U >> kBinShift;
inline std::size_t index_of_bin(std::int32_t density) {
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(density > 1 ? density : 1));
  return (bits >> kBinShift) - kFirstBin;
}

/// The level k > 0 or 0 with level_rank[k] >= density > level_rank[k + 1], as far as there are levels.
inline std::size_t level_of(const Tile& tile, std::int32_t density) {
  const auto k = static_cast<std::size_t>(tile.bin[index_of_bin(density)]);
  return k + (tile.level_rank[k + 1] >= density && k + 2 < tile.levels() ? 1 : 0);
}

/// Reads a tile file. Little-endian: "TONSTILE"; u32 N, levels; u32 count[levels]; then for level 0 u16 x, y of all
/// dots by rank (1/65536 of the tile), for each level k > 0 i16 x, y from the dot's place at level 0 for the count[k-1]
/// first dots, in 1/65536 of the tile; at last i16 x, y of the offsets, in 1/8192 local spacings.
Result<Tile> decode_tile(std::span<const std::uint8_t> bytes);

/// The tile that comes with the library.
const Tile& built_in_tile();

}  // namespace tonsure::placement
