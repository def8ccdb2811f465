#include "placement/tile.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace tonsure::placement {
namespace {

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The program that made the library's tile still makes the same small one, byte for byte, for any number of threads.
TEST(Tile, SmallOneIsRemade) {
  const auto expected = bytes_of(TONSURE_SMALL_TILE);
  ASSERT_FALSE(expected.empty());
  for (const char* threads : {"1", "2"}) {
    const auto out = std::filesystem::path(testing::TempDir()) / (std::string("small_tile_") + threads + ".bin");
    const std::string command = std::string("\"") + TONSURE_MAKE_DOT_TILE +
                                "\" --dots 256 --fewest 16 --sweeps 60 --offset-sweeps 20 --seed 5 --threads " +
                                threads + " --out \"" + out.string() + "\"";
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_EQ(bytes_of(out), expected) << threads << " threads";
    std::filesystem::remove(out);
  }
}

TEST(Tile, SmallOneIsRead) {
  const auto tile = decode_tile(bytes_of(TONSURE_SMALL_TILE));
  ASSERT_TRUE(tile.ok()) << tile.error().message();
  EXPECT_EQ(tile->dots, 256U);
  EXPECT_EQ(tile->blocks, 1U);
  EXPECT_EQ(tile->size[0], 256U);
}

TEST(Tile, BuiltInOneIsWhole) {
  const Tile& tile = built_in_tile();
  EXPECT_EQ(tile.dots, 16384U);
  EXPECT_EQ(tile.blocks, 8U);
  std::set<std::int32_t> ranks;
  for (std::size_t b = 0; b < 64; ++b) {
    for (std::size_t i = 0; i < tile.size[b]; ++i) {
      const std::int32_t rank = tile.rank[tile.first[b] + i];
      EXPECT_TRUE(i == 0 || rank > tile.rank[tile.first[b] + i - 1]) << "ranks rise within a block";
      EXPECT_TRUE(ranks.insert(rank).second);
      const TilePoint home = unpacked(tile.point[static_cast<std::size_t>(tile.first_point[b * tile.levels()]) + i]);
      EXPECT_LE(std::max(std::abs(home.x), std::abs(home.y)), kBlockUnits / 2) << "owned where it lies";
    }
  }
  EXPECT_EQ(ranks.size(), 16384U);
  EXPECT_EQ(*ranks.rbegin(), 16383 * kRankScale);
  EXPECT_GE(tile.near_levels, 9U);  // down to half the density, dots stay within two spacings of their block
}

// What level_of finds by bins is what a search through the levels finds.
TEST(Tile, LevelsAreFound) {
  const Tile& tile = built_in_tile();
  for (std::int64_t density = 1; density <= tile.level_rank[0]; density += 1 + density / 997) {
    std::size_t k = 0;
    while (k + 2 < tile.levels() && tile.level_rank[k + 1] >= density) ++k;
    ASSERT_EQ(level_of(tile, static_cast<std::int32_t>(density)), k) << density;
  }
}

TEST(Tile, DamagedOnesAreRefused) {
  const auto good = bytes_of(TONSURE_SMALL_TILE);
  std::vector<std::vector<std::uint8_t>> bad(6, good);
  bad[0].clear();
  bad[1][0] = 'X';
  bad[2].pop_back();
  bad[3].push_back(0);
  bad[4][8] = 7;     // dots
  bad[5][20] = 255;  // the second level
  for (std::size_t i = 0; i < bad.size(); ++i) EXPECT_FALSE(decode_tile(bad[i]).ok()) << i;
  for (std::size_t length = 0; length < good.size(); length += 13) {
    EXPECT_FALSE(decode_tile({good.data(), length}).ok()) << length;
  }
}

}  // namespace
}  // namespace tonsure::placement
