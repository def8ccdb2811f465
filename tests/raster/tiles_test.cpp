#include "raster/tiles.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "raster/distance.h"

namespace tonsure {
namespace {

TEST(ForEachTile, CoversEachPixelOnceForAnyNumberOfThreads) {
  const PixelRect rect{3, 5, 3 + 50, 5 + 33};
  for (const int threads : {1, 4}) {
    std::vector<int> seen(rect.size(), 0);
    for_each_tile({.threads = threads}, rect, 16, [&](const PixelRect& tile) {
      EXPECT_LE(tile.width(), 16);
      EXPECT_LE(tile.height(), 16);
      for (int y = tile.y0; y < tile.y1; ++y)
        for (int x = tile.x0; x < tile.x1; ++x) ++seen[rect.index(x, y)];
    });
    for (const int n : seen) EXPECT_EQ(n, 1);
  }
}

TEST(ForEachTile, HasNoneOfNothing) {
  int tiles = 0;
  for_each_tile({.threads = 1}, {7, 7, 7, 20}, 16, [&](const PixelRect&) { ++tiles; });
  for_each_tile({.threads = 1}, {7, 7, 20, 3}, 16, [&](const PixelRect&) { ++tiles; });
  EXPECT_EQ(tiles, 0);
  for_each_tile({.threads = 1}, {7, 7, 8, 8}, 16, [&](const PixelRect&) { ++tiles; });
  EXPECT_EQ(tiles, 1);
}

TEST(ForEachTile, StopsOnceCancelled) {
  std::atomic<bool> cancel = false;
  int tiles = 0;
  for_each_tile({.threads = 1, .cancel = &cancel}, {0, 0, 64, 64}, 16, [&](const PixelRect&) {
    if (++tiles == 5) cancel = true;
  });
  EXPECT_EQ(tiles, 5);
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
