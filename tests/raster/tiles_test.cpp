#include "raster/tiles.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "raster/distance.h"

namespace tonsure {
namespace {

TEST(ForEachTile, CoversEachPixelOnceForAnyNumberOfThreads) {
  const PixelRect rect{3, 5, 3 + 50, 5 + 33}, picture{0, 0, 60, 45};
  for (const int threads : {1, 4}) {
    std::vector<int> seen(picture.size(), 0);
    for_each_tile({.threads = threads}, TileGrid(rect, 16), 60, 45, [&](const PixelRect& tile, std::size_t) {
      EXPECT_LE(tile.width(), 16);
      EXPECT_LE(tile.height(), 16);
      EXPECT_EQ(tile.x0 % 16, 0) << "tiles lie where they lie, whatever the rectangle";
      EXPECT_EQ(tile.y0 % 16, 0);
      for (int y = tile.y0; y < tile.y1; ++y)
        for (int x = tile.x0; x < tile.x1; ++x) ++seen[picture.index(x, y)];
    });
    for (int y = rect.y0; y < rect.y1; ++y)
      for (int x = rect.x0; x < rect.x1; ++x) EXPECT_EQ(seen[picture.index(x, y)], 1);
    for (const int n : seen) EXPECT_LE(n, 1);
  }
}

TEST(ForEachTile, HasNoneOfNothing) {
  EXPECT_EQ(TileGrid({7, 7, 7, 20}, 16).count(), 0U);
  EXPECT_EQ(TileGrid({7, 7, 20, 3}, 16).count(), 0U);
  EXPECT_EQ(TileGrid({7, 7, 8, 8}, 16).count(), 1U);
  EXPECT_EQ(TileGrid({15, 15, 17, 16}, 16).count(), 2U);
}

TEST(ForEachTile, StopsOnceCancelled) {
  std::atomic<bool> cancel = false;
  int tiles = 0;
  for_each_tile({.threads = 1, .cancel = &cancel}, TileGrid({0, 0, 64, 64}, 16), 64, 64,
                [&](const PixelRect&, std::size_t) {
                  if (++tiles == 5) cancel = true;
                });
  EXPECT_EQ(tiles, 5);
}

TEST(Rectangles, MeetAndJoin) {
  EXPECT_EQ(meet({0, 0, 10, 10}, {5, -5, 20, 5}), (PixelRect{5, 0, 10, 5}));
  EXPECT_TRUE(meet({0, 0, 10, 10}, {10, 0, 20, 10}).empty());
  EXPECT_EQ(join({0, 0, 1, 1}, {5, 6, 7, 8}), (PixelRect{0, 0, 7, 8}));
  EXPECT_EQ(join({}, {5, 6, 7, 8}), (PixelRect{5, 6, 7, 8}));
  EXPECT_EQ(join({5, 6, 7, 8}, {9, 9, 3, 3}), (PixelRect{5, 6, 7, 8}));
}

TEST(DistanceToMarked, IsTheShortestWayInSteps) {
  const int width = 12, height = 9;
  const float diagonal = 1.4F;
  std::vector<unsigned char> marked(static_cast<std::size_t>(width * height), 0);
  marked[4 * 12 + 2] = marked[7 * 12 + 10] = 1;
  const std::vector<float> distance = distance_to_marked(marked, width, height, diagonal);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      float least = kFarPx;
      for (const auto& [mx, my] : {std::pair{2, 4}, std::pair{10, 7}}) {
        const int dx = std::abs(x - mx), dy = std::abs(y - my), both = std::min(dx, dy);
        least = std::min(least, diagonal * static_cast<float>(both) + static_cast<float>(dx + dy - 2 * both));
      }
      // Steps are added one by one in single precision.
      EXPECT_NEAR(distance[static_cast<std::size_t>(y * width + x)], least, 1e-5) << x << ", " << y;
    }
  }
  EXPECT_EQ(distance_to_marked(std::vector<unsigned char>(6, 0), 3, 2, diagonal), std::vector<float>(6, kFarPx));
}

}  // namespace
}  // namespace tonsure
