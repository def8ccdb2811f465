#include "raster/box.h"

#include <gtest/gtest.h>

#include "raster/row_spans.h"

namespace tonsure {
namespace {

const ImageView<const unsigned char> kPhoto{nullptr, 100, 80, 3, 300};

void expect_rect(const PixelRect& rect, int x0, int y0, int x1, int y1) {
  EXPECT_EQ(rect.x0, x0);
  EXPECT_EQ(rect.y0, y0);
  EXPECT_EQ(rect.x1, x1);
  EXPECT_EQ(rect.y1, y1);
}

TEST(Box, HoldsThePointsAndEndsAtThePhoto) {
  const Points<PhotoPx> shape = {{-3.5, 10.25}, {60.75, -2}, {40.5, 70.5}};
  const Bounds bounds = bounds_of(shape);
  EXPECT_EQ(bounds.low, (Vec2<PhotoPx>{-3.5, -2}));
  EXPECT_EQ(bounds.high, (Vec2<PhotoPx>{60.75, 70.5}));
  expect_rect(box_of(shape, 0, 0, kPhoto), 0, 0, 60, 70);
  expect_rect(touched_box_of(shape, kPhoto), 0, 0, 61, 71);
  expect_rect(box_of(shape, 0.1, 2, kPhoto), 2, 2, 67, 77);  // 64.25 and 72.5 px, each widened by a tenth
  expect_rect(box_of(std::vector{shape, Points<PhotoPx>{{99, 99}}}, kPhoto), 0, 0, 99, 80);
}

TEST(Box, OfNothingIsEmpty) {
  EXPECT_GT(bounds_of({}).low.x, bounds_of({}).high.x);
  EXPECT_TRUE(box_of(Points<PhotoPx>{}, 0.5, 1, kPhoto).empty());
  EXPECT_TRUE(touched_box_of({}, kPhoto).empty());
  EXPECT_TRUE(box_of(std::vector<Points<PhotoPx>>{}, kPhoto).empty());
  EXPECT_TRUE(box_of(Points<PhotoPx>{{200, 10}, {210, 10}, {210, 20}}, 0, 0, kPhoto).empty());
}

TEST(PixelRect, GrowsWithinAPictureAndCountsRowByRow) {
  const PixelRect rect{5, 2, 20, 10};
  expect_rect(grown(rect, 4, 22, 80), 1, 0, 22, 14);
  EXPECT_EQ(rect.size(), 120U);
  EXPECT_EQ(rect.index(5, 2), 0U);
  EXPECT_EQ(rect.index(19, 9), 119U);
  EXPECT_FALSE(rect.empty());
  EXPECT_TRUE((PixelRect{5, 2, 5, 10}).empty());
}

TEST(Inside, IsWhereCentresAreContained) {
  // A star whose edges cross: even-odd. Its points lie off the pixels' centres, where either side is right.
  const Points<PhotoPx> star = {{20.1, 2.3}, {31.7, 37.9}, {1.2, 15.6}, {39.4, 15.7}, {8.8, 38.2}};
  const PixelRect rect{5, -3, 35, 45};
  std::vector<int> found(rect.size(), 0);
  for_each_inside(star, rect, [&](int x, int y) { ++found[rect.index(x, y)]; });
  for (int y = rect.y0; y < rect.y1; ++y)
    for (int x = rect.x0; x < rect.x1; ++x)
      EXPECT_EQ(found[rect.index(x, y)], contains<PhotoPx>(star, {x + 0.5, y + 0.5}) ? 1 : 0) << x << ", " << y;
}

TEST(Inside, TakesFarAndMissingPolygons) {
  const PixelRect rect{0, 0, 4, 3};
  int pixels = 0;
  for_each_inside({{-1e12, -1e12}, {1e12, -1e12}, {1e12, 1e12}, {-1e12, 1e12}}, rect, [&](int, int) { ++pixels; });
  EXPECT_EQ(pixels, 12);
  for_each_inside({}, rect, [&](int, int) { ++pixels; });
  for_each_inside({{0, 0}, {4, 0}, {4, 3}}, {2, 2, 2, 0}, [&](int, int) { ++pixels; });
  EXPECT_EQ(pixels, 12);
}

TEST(InCells, CountsFromTheOrigin) {
  const Points<PhotoPx> scaled = in_cells({{10, 20}, {16, 26}}, {4, 2}, 3);
  EXPECT_EQ(scaled, (Points<PhotoPx>{{2, 6}, {4, 8}}));
}

}  // namespace
}  // namespace tonsure
