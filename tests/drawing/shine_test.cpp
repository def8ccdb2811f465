#include <gtest/gtest.h>

#include <cmath>

#include "drawing/adjust_shine.h"
#include "drawing/draw_dots.h"
#include "raster/box.h"
#include "support/drawn_cards.h"

namespace tonsure {
namespace {

using testing::card;
using testing::skin_at;
using testing::whole;

/// Skin with a soft white highlight in the middle, 0.2 mm a pixel.
Photo glossy(int size) {
  Photo photo = card(size, testing::kCardColor, 1);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double d = std::hypot(x - size / 2.0, y - size / 2.0) / 25;
      const double white = 110 * std::exp(-0.5 * d * d);
      for (int c = 0; c < 3; ++c) {
        unsigned char& p = photo.pixels.view().pixel(x, y)[c];
        p = static_cast<unsigned char>(std::min(255L, std::lround(p + white * (255 - p) / 150)));
      }
    }
  }
  return photo;
}

double luma(const Photo& photo, int x, int y) {
  const unsigned char* p = photo.pixels.view().pixel(x, y);
  return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

/// A whole photo with other shine.
Photo with_shine(const Photo& photo, const Matte& matte, const DrawingSkin& skin, SkinShine choice,
                 const Exec& exec = {}) {
  const PixelRect box = box_of(matte.head.points, 0, 0, photo.pixels.view());
  const SceneTables tables({});
  const ShineAdjustment adjustment = make_shine_adjustment(
      matte, tables, skin.diffuse, photo.monochrome, choice,
      find_shine(pixels_of(photo), tables, !photo.monochrome, box, skin.diffuse, skin.mm_per_px, exec));
  Photo after = photo;
  adjust_shine(adjustment, box, part_of(after.pixels.view(), box));
  return after;
}

TEST(AdjustShine, MatteTakesHighlightsDownToSkinAndShinyUp) {
  const int size = 240, middle = size / 2;
  const Photo photo = glossy(size);
  const Photo matte = with_shine(photo, whole(size), skin_at(0.2), SkinShine::kMatte);
  const Photo shiny = with_shine(photo, whole(size), skin_at(0.2), SkinShine::kShiny);
  const double skin = luma(photo, 5, 5), peak = luma(photo, middle, middle);
  EXPECT_LT(luma(matte, middle, middle), peak - 0.5 * (peak - skin)) << "most of the highlight goes";
  EXPECT_GT(luma(matte, middle, middle), skin - 15) << "and no hole is left";
  EXPECT_GT(luma(shiny, middle, middle + 22), luma(photo, middle, middle + 22) + 3);
  // Skin without a highlight keeps its bytes, whichever is chosen.
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(luma(matte, i, 3), luma(photo, i, 3));
    EXPECT_EQ(luma(shiny, i, 3), luma(photo, i, 3));
  }
}

TEST(AdjustShine, StaysInsideTheMatteAndKeepsAlpha) {
  const int size = 240;
  Photo photo = glossy(size);
  Photo rgba;
  rgba.pixels = Image<unsigned char>(size, size, 4, 200);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) std::copy_n(photo.pixels.view().pixel(x, y), 3, rgba.pixels.view().pixel(x, y));
  const double half = size / 2.0;
  const Matte left = {{{{0, 0}, {half, 0}, {half, 240}, {0, 240}}, {0, 0, 0, 0}},
                      {{{80, 100}, {100, 100}, {100, 140}, {80, 140}}}};
  const Photo matte = with_shine(rgba, left, skin_at(0.2), SkinShine::kMatte);
  int changed = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const unsigned char *before = rgba.pixels.view().pixel(x, y), *after = matte.pixels.view().pixel(x, y);
      EXPECT_EQ(after[3], 200);
      const bool same = std::equal(before, before + 3, after);
      changed += same ? 0 : 1;
      const bool hole = x > 81 && x < 98 && y > 101 && y < 138;
      if (x > size / 2 + 1 || hole) {
        ASSERT_TRUE(same) << x << ", " << y;
      }
    }
  }
  EXPECT_GT(changed, 500);
}

TEST(AdjustShine, KeepsMonochromeAndDoesNotDependOnThreads) {
  const int size = 480;  // several tiles
  Photo photo = card(size, {150, 150, 150}, 1);
  for (int y = 200; y < 280; ++y)
    for (int x = 200; x < 280; ++x) std::fill_n(photo.pixels.view().pixel(x, y), 3, static_cast<unsigned char>(252));
  photo.monochrome = true;
  const Photo one = with_shine(photo, whole(size), skin_at(0.2), SkinShine::kMatte, {.threads = 1});
  const Photo four = with_shine(photo, whole(size), skin_at(0.2), SkinShine::kMatte, {.threads = 4});
  EXPECT_EQ(one.pixels, four.pixels);
  EXPECT_NE(one.pixels, photo.pixels);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const unsigned char* p = one.pixels.view().pixel(x, y);
      ASSERT_TRUE(p[0] == p[1] && p[1] == p[2]);
    }
  }
}

}  // namespace
}  // namespace tonsure
