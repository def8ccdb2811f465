#include "raster/coverage.h"

#include <gtest/gtest.h>

#include <numeric>

namespace tonsure {
namespace {

TEST(Coverage, IsOneInsideZeroOutsideAndSumsToTheArea) {
  const Points<PhotoPx> triangle = {{10.3, 12.1}, {83.7, 20.4}, {41.2, 77.9}};
  const PixelRect rect{0, 0, 100, 90};
  const auto coverage = polygon_coverage(triangle, rect);
  EXPECT_EQ(coverage[40 * 100 + 45], 1.0F);
  EXPECT_EQ(coverage[5 * 100 + 5], 0.0F);
  const double sum = std::accumulate(coverage.begin(), coverage.end(), 0.0);
  EXPECT_NEAR(sum, std::fabs(signed_area<PhotoPx>(triangle)), 8);  // rounded corners and sampling along 210 px of edge
}

TEST(Coverage, IsTheSameInPieces) {
  const Points<PhotoPx> shape = {{-20, 30}, {60, -15}, {130, 44}, {50, 99}, {48, 50}};
  const PixelRect all{0, 0, 96, 64}, part{32, 16, 64, 48};
  const auto whole = polygon_coverage(shape, all), piece = polygon_coverage(shape, part);
  for (int y = part.y0; y < part.y1; ++y)
    for (int x = part.x0; x < part.x1; ++x)
      EXPECT_EQ(piece[static_cast<std::size_t>((y - 16) * 32 + x - 32)], whole[static_cast<std::size_t>(y * 96 + x)]);
}

}  // namespace
}  // namespace tonsure
