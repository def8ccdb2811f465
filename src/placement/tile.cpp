#include "tile.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <string>

#include "built_in_tile.h"

namespace tonsure::placement {
namespace {

constexpr std::uint32_t kBlockDots = kBlockSpacings * kBlockSpacings;

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint32_t u32() { return number(4); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::int16_t i16() { return static_cast<std::int16_t>(u16()); }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= static_cast<std::uint32_t>(bytes_[at_ + i]) << (8 * i);
    at_ += bytes;
    return value;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 8;  // past the magic
};

Error damaged(const std::string& why) {
  return {ErrorCode::kInvalidInput, "dot tile", why, "a file written by make_dot_tile"};
}

}  // namespace

Result<Tile> decode_tile(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kMaxDots = 16384, kMaxLevels = 1024, kHeader = 16;
  if (bytes.size() < kHeader || std::memcmp(bytes.data(), "TONSTILE", 8) != 0)
    return damaged("it does not begin like one");
  Reader in(bytes);
  Tile tile;
  tile.dots = in.u32();
  const std::size_t levels = in.u32();
  tile.blocks = 1;
  while (tile.blocks * tile.blocks * kBlockDots < tile.dots && tile.blocks < 8) tile.blocks *= 2;
  if (tile.dots == 0 || tile.dots > kMaxDots || tile.blocks * tile.blocks * kBlockDots != tile.dots) {
    return damaged(std::to_string(tile.dots) + " dots are not 1, 4, 16 or 64 blocks of 256");
  }
  if (levels < 2 || levels > kMaxLevels || in.left() < 4 * levels) return damaged("its levels are cut off");
  for (std::size_t k = 0; k < levels; ++k) {
    tile.count.push_back(in.u32());
    if (k == 0 ? tile.count[0] != tile.dots : tile.count[k] >= tile.count[k - 1])
      return damaged("its levels do not fall");
  }
  std::size_t points = 2 * static_cast<std::size_t>(tile.dots);
  for (std::size_t k = 1; k < levels; ++k) points += tile.count[k - 1];
  if (in.left() != 4 * points) return damaged(std::to_string(bytes.size()) + " bytes do not fit its header");

  // Blocks are 8192 units wide whatever the tile's size; the file counts in 1/65536 of the tile.
  struct Place {
    int x, y;
  };
  const int side = static_cast<int>(tile.blocks) * kBlockUnits;
  const auto units = [&](int v) { return static_cast<int>(static_cast<std::int64_t>(v) * side / 65536); };
  std::vector<Place> home(tile.dots);
  std::vector<std::vector<std::uint32_t>> owned(static_cast<std::size_t>(tile.blocks) * tile.blocks);
  std::vector<Place> centre(tile.dots);
  std::vector<std::size_t> block(tile.dots);
  for (std::uint32_t i = 0; i < tile.dots; ++i) {
    home[i].x = units(in.u16());
    home[i].y = units(in.u16());
    const int column = home[i].x / kBlockUnits, row = home[i].y / kBlockUnits;
    block[i] = static_cast<std::size_t>(row) * tile.blocks + static_cast<std::size_t>(column);
    owned[block[i]].push_back(i);
    centre[i] = {column * kBlockUnits + kBlockUnits / 2, row * kBlockUnits + kBlockUnits / 2};
  }

  std::vector<std::uint32_t> slot(tile.dots);  // index among the dots of its block
  for (const auto& dots : owned) {
    if (dots.size() > kBlockCapacity)
      return damaged("more than " + std::to_string(kBlockCapacity) + " dots in a block");
    tile.first.push_back(static_cast<std::uint32_t>(tile.rank.size()));
    tile.size.push_back(static_cast<std::uint32_t>(dots.size()));
    for (std::uint32_t i = 0; i < dots.size(); ++i) {
      slot[dots[i]] = i;
      tile.rank.push_back(static_cast<std::int32_t>(dots[i]) * kRankScale);
    }
    // Vectors read past a block's end: what they find there exists at no density.
    tile.rank.resize(tile.rank.size() + kColumnPadding, std::numeric_limits<std::int32_t>::max());
  }

  std::vector<std::vector<PackedPoint>> at;  // by level and rank
  for (std::size_t k = 0; k < levels; ++k) {
    at.emplace_back(tile.count[k == 0 ? 0 : k - 1]);
    int farthest = 0;
    for (std::uint32_t i = 0; i < at[k].size(); ++i) {
      const int dx = k == 0 ? 0 : units(in.i16()), dy = k == 0 ? 0 : units(in.i16());
      const int x = home[i].x - centre[i].x + dx, y = home[i].y - centre[i].y + dy;
      const int stray = std::max(std::abs(x), std::abs(y));
      if (stray > std::numeric_limits<std::int16_t>::max()) return damaged("a dot strays more than 4 blocks");
      farthest = std::max(farthest, stray - kBlockUnits / 2);
      at[k][i] = packed({static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)});
    }
    if (farthest <= kNearReach && tile.near_levels == k) tile.near_levels = k + 1;
    tile.reach = std::max(tile.reach, farthest);
  }
  for (const auto& dots : owned) {
    for (std::size_t k = 0; k < levels; ++k) {
      tile.first_point.push_back(static_cast<std::int32_t>(tile.point.size()));
      for (std::size_t i = 0; i < dots.size() && dots[i] < at[k].size(); ++i) tile.point.push_back(at[k][dots[i]]);
    }
  }
  tile.point.resize(tile.point.size() + kColumnPadding);
  tile.offset.resize(tile.rank.size());
  for (std::uint32_t i = 0; i < tile.dots; ++i) {
    const std::int16_t x = in.i16(), y = in.i16();
    tile.offset[tile.first[block[i]] + slot[i]] = packed({x, y});
  }

  for (std::size_t k = 0; k < levels; ++k) {
    tile.level_rank.push_back(static_cast<std::int32_t>(tile.count[k]) * kRankScale);
    if (k > 0) tile.per_rank.push_back(1 / static_cast<float>(tile.level_rank[k - 1] - tile.level_rank[k]));
  }
  tile.bin.resize(index_of_bin(static_cast<std::int32_t>(tile.dots) * kRankScale) + 2);
  std::size_t k = 0;
  for (std::size_t b = tile.bin.size(); b-- > 0;) {
    const float top = std::bit_cast<float>(static_cast<std::uint32_t>((b + kFirstBin + 1) << kBinShift));
    const std::size_t before = k;
    while (k + 2 < levels && static_cast<float>(tile.level_rank[k + 1]) >= top) ++k;
    if (k > before + 1) return damaged("its levels lie closer than 1/16 octave");
    tile.bin[b] = static_cast<std::int32_t>(k);
  }
  return tile;
}

const Tile& built_in_tile() {
  static const Tile tile = [] {
    static_assert(std::endian::native == std::endian::little);
    const auto words = std::as_bytes(std::span(embedded::kTileWords));
    return decode_tile({reinterpret_cast<const std::uint8_t*>(words.data()), embedded::kTileBytes}).value();
  }();
  return tile;
}

}  // namespace tonsure::placement
