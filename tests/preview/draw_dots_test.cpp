#include <gtest/gtest.h>

#include <cmath>

#include <tonsure/core/rng.h>
#include <tonsure/preview/composite.h>

namespace tonsure {
namespace {

/// A flat card of one colour.
Photo card(int size, std::array<unsigned char, 3> color = {190, 140, 115}) {
  Photo photo;
  photo.pixels = Image<unsigned char>(size, size, 3);
  const auto view = photo.pixels.view();
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) std::copy(color.begin(), color.end(), view.pixel(x, y));
  return photo;
}

LinearRgb linear_of(const unsigned char* p) {
  const auto& t = srgb8_to_linear_table();
  return {static_cast<double>(t[p[0]]), static_cast<double>(t[p[1]]), static_cast<double>(t[p[2]])};
}

/// Mean linear colour of a square.
LinearRgb mean_of(const Photo& photo, int x0, int y0, int x1, int y1) {
  LinearRgb sum{};
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      const LinearRgb v = linear_of(photo.pixels.view().pixel(x, y));
      for (std::size_t c = 0; c < 3; ++c) sum[c] += v[c];
    }
  }
  for (double& s : sum) s /= static_cast<double>(x1 - x0) * (y1 - y0);
  return sum;
}

Matte whole(int size) {
  const double s = size + 100.0;
  return {{{{-100, -100}, {s, -100}, {s, s}, {-100, s}}, {0, 0, 0, 0}}, {}};
}

/// Draws onto the photo's own pixels, so that views of them stay good.
Status draw(Photo& photo, std::span<const PhotoDot> dots, const DotKernel& kernel, const Matte& matte,
            const DrawingSkin& skin, const Exec& exec = {}) {
  const auto after = draw_dots(photo, dots, kernel, matte, skin, exec);
  if (!after) return after.error();
  const auto from = after->pixels.view();
  std::copy_n(from.data, from.row_stride * from.height, photo.pixels.view().data);
  return {};
}

PhotoDot dot_at(double x, double y, double px_per_mm) {
  return {{x, y}, {px_per_mm, 0, 0, px_per_mm}, 1, 1};
}

/// Jittered square lattice: one dot per cell, as evenly as real work or better.
std::vector<PhotoDot> field(double per_mm2, double px_per_mm, int size) {
  std::vector<PhotoDot> dots;
  Rng rng(4, RngStage::kTest);
  const double pitch = px_per_mm / std::sqrt(per_mm2);
  for (double y = -3 * px_per_mm; y < size + 3 * px_per_mm; y += pitch)
    for (double x = -3 * px_per_mm; x < size + 3 * px_per_mm; x += pitch)
      dots.push_back(dot_at(x + pitch * rng.uniform(0.2, 0.8), y + pitch * rng.uniform(0.2, 0.8), px_per_mm));
  return dots;
}

DotKernel kernel_of(double mu) {
  return dot_kernel(0.25, dot_area_mm2(0.25, 0.1, {mu, 1.3 * mu, 2 * mu}));
}

DrawingSkin skin_at(double mm_per_px) {
  const std::array<unsigned char, 3> color = {190, 140, 115};
  return {mm_per_px, linear_of(color.data()), 0.7};
}

// The issue asks for 5 %; the law itself fits its Monte Carlo within 4 %. Encoding to 8 bits adds below 0.5 %.
TEST(DrawDots, MeanToneObeysItsLaw) {
  for (const double mm_per_px : {0.06, 0.1, 0.25, 0.6}) {
    for (const double per_cm2 : {60.0, 150.0, 300.0}) {
      const int size = 160;
      Photo photo = card(size);
      const LinearRgb before = mean_of(photo, 0, 0, size, size);
      const double px_per_mm = 1 / mm_per_px;
      const auto dots = field(per_cm2 / 100, px_per_mm, size);
      const DotKernel kernel = kernel_of(10);
      ASSERT_TRUE(draw(photo, dots, kernel, whole(size), skin_at(mm_per_px)).ok());
      const LinearRgb after = mean_of(photo, 0, 0, size, size);
      const LinearRgb law = mean_tone_ratio(per_cm2 / 100, dot_area_mm2(0.25, 0.1, {10, 13, 20}));
      for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(after[c] / before[c] / law[c], 1, 0.05)
            << per_cm2 << "/cm2 at " << mm_per_px << " mm/px, channel " << c;
      }
    }
  }
}

TEST(DrawDots, FarFromEveryDotTheBytesStay) {
  for (const double mm_per_px : {0.1, 0.5}) {
    const int size = 400;
    Photo photo = card(size);
    Rng rng(8, RngStage::kTest);
    const auto view = photo.pixels.view();
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x)
        for (int c = 0; c < 3; ++c) view.pixel(x, y)[c] = static_cast<unsigned char>(rng.bits() & 255U);
    const Photo before = photo;
    const std::vector<PhotoDot> dots = {dot_at(200.3, 190.7, 1 / mm_per_px), dot_at(215, 200, 1 / mm_per_px)};
    ASSERT_TRUE(draw(photo, dots, kernel_of(40), whole(size), skin_at(mm_per_px)).ok());
    EXPECT_NE(photo.pixels, before.pixels);
    const double reach = 3 / mm_per_px + 16;
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) {
        const double d =
            std::min(std::hypot(x + 0.5 - 200.3, y + 0.5 - 190.7), std::hypot(x + 0.5 - 215, y + 0.5 - 200));
        if (d > reach) {
          ASSERT_TRUE(std::equal(view.pixel(x, y), view.pixel(x, y) + 3, before.pixels.view().pixel(x, y)))
              << x << ", " << y << " at " << mm_per_px << " mm/px";
        }
      }
    }
  }
}

TEST(DrawDots, SameBytesForAnyNumberOfThreads) {
  const int size = 500;
  const auto dots = field(2, 10, size);
  Photo one = card(size), two = one, five = one;
  ASSERT_TRUE(draw(one, dots, kernel_of(10), whole(size), skin_at(0.1), {.threads = 1}).ok());
  ASSERT_TRUE(draw(two, dots, kernel_of(10), whole(size), skin_at(0.1), {.threads = 2}).ok());
  ASSERT_TRUE(draw(five, dots, kernel_of(10), whole(size), skin_at(0.1), {.threads = 5}).ok());
  EXPECT_EQ(one.pixels, two.pixels);
  EXPECT_EQ(one.pixels, five.pixels);
}

// One dot moved by fractions of a pixel: what it takes away stays the same. Encoded in 8 bits, each of some hundred
// touched pixels errs by up to half a code, on average to nothing; a brighter card keeps that below 3 %.
TEST(DrawDots, ADotTakesTheSameLightWhereverItLies) {
  const int size = 120;
  const Photo blank = card(size);
  const double before = mean_of(blank, 0, 0, size, size)[1];
  std::vector<double> taken;
  for (const double shift : {0.0, 0.25, 0.5, 0.8}) {
    Photo photo = blank;
    const std::vector<PhotoDot> dots = {dot_at(60 + shift, 60 + 0.5 * shift, 10)};
    ASSERT_TRUE(draw(photo, dots, kernel_of(20), whole(size), skin_at(0.1)).ok());
    taken.push_back(before - mean_of(photo, 0, 0, size, size)[1]);
  }
  for (const double t : taken) EXPECT_NEAR(t / taken[0], 1, 0.03);
}

TEST(DrawDots, ForeshortenedDotsTakeLessLightPerDot) {
  const int size = 160;
  const auto taken = [&](double squeeze) {
    Photo photo = card(size);
    const double before = mean_of(photo, 0, 0, size, size)[1];
    const std::vector<PhotoDot> dots = {{{80, 80}, {10 * squeeze, 0, 0, 10}, 1, 1}};
    EXPECT_TRUE(draw(photo, dots, kernel_of(20), whole(size), skin_at(0.1)).ok());
    return before - mean_of(photo, 0, 0, size, size)[1];
  };
  EXPECT_NEAR(taken(0.5) / taken(1), 0.5, 0.04);  // per pixel of photo, a dot covers as much skin as it did
  EXPECT_NEAR(taken(0.2) / taken(1), 0.2, 0.03);
}

TEST(DrawDots, DenserIsNeverLighter) {
  double last = 1;
  for (const double per_cm2 : {30.0, 60.0, 120.0, 240.0, 480.0}) {
    Photo photo = card(160);
    ASSERT_TRUE(draw(photo, field(per_cm2 / 100, 8, 160), kernel_of(10), whole(160), skin_at(0.125)).ok());
    const double mean = mean_of(photo, 0, 0, 160, 160)[1];
    EXPECT_LT(mean, last);
    last = mean;
  }
}

TEST(DrawDots, NothingSpillsOverTheMatteOrIntoHoles) {
  const int size = 200;
  Photo photo = card(size);
  const Photo before = photo;
  Matte matte{{{{40, 40}, {160, 40}, {160, 160}, {40, 160}}, {0, 0, 0, 0}},
              {{{90, 90}, {110, 90}, {110, 110}, {90, 110}}}};
  ASSERT_TRUE(draw(photo, field(2, 10, size), kernel_of(10), matte, skin_at(0.1)).ok());
  const auto unchanged = [&](int x, int y) {
    return std::equal(photo.pixels.view().pixel(x, y), photo.pixels.view().pixel(x, y) + 3,
                      before.pixels.view().pixel(x, y));
  };
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      const bool outside = i < 38 || i > 161 || j < 38 || j > 161;
      const bool in_hole = i > 91 && i < 108 && j > 91 && j < 108;
      if (outside || in_hole) {
        ASSERT_TRUE(unchanged(i, j)) << i << ", " << j;
      }
    }
  }
  EXPECT_FALSE(unchanged(70, 70));
}

TEST(DrawDots, AlphaAndTransparentPixelsStay) {
  const int size = 100;
  Photo photo;
  photo.pixels = Image<unsigned char>(size, size, 4, 150);
  const auto view = photo.pixels.view();
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) view.pixel(x, y)[3] = static_cast<unsigned char>(x < 50 ? 0 : 200);
  const Photo before = photo;
  ASSERT_TRUE(draw(photo, field(2, 10, size), kernel_of(10), whole(size), skin_at(0.1)).ok());
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      EXPECT_EQ(view.pixel(x, y)[3], before.pixels.view().pixel(x, y)[3]);
      if (x < 50) {
        EXPECT_EQ(view.pixel(x, y)[0], 150);
      }
    }
  }
  EXPECT_NE(photo.pixels, before.pixels);
}

TEST(DrawDots, AMonochromePhotoStaysMonochrome) {
  Photo photo = card(100, {150, 150, 150});
  photo.monochrome = true;
  ASSERT_TRUE(draw(photo, field(2, 10, 100), kernel_of(10), whole(100), skin_at(0.1)).ok());
  const auto view = photo.pixels.view();
  EXPECT_LT(view.pixel(50, 50)[0], 150);
  for (int y = 0; y < 100; ++y)
    for (int x = 0; x < 100; ++x)
      ASSERT_TRUE(view.pixel(x, y)[0] == view.pixel(x, y)[1] && view.pixel(x, y)[1] == view.pixel(x, y)[2]);
}

// Cameras record a dot's brightness but hardly its colour: at its centre, the colour difference must be smaller than
// the physics of the pixel alone would make it, and the mean colour must be that of the physics.
TEST(DrawDots, SmallDotsLoseBrightnessNotHue) {
  const int size = 81;
  Photo photo = card(size);
  const unsigned char* p = photo.pixels.view().pixel(40, 40);
  const double red_excess_before = p[0] - (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]);
  const std::vector<PhotoDot> dots = {dot_at(40.5, 40.5, 10)};
  ASSERT_TRUE(draw(photo, dots, dot_kernel(0.2, dot_area_mm2(0.2, 0.1, {30, 30, 30})), whole(size), skin_at(0.1)).ok());
  const double luma = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
  EXPECT_LT(luma, 130) << "the dot shows";
  EXPECT_GT(p[0] - luma, 0.6 * red_excess_before) << "and keeps the skin's redness: no navy";
  EXPECT_GT(p[0], p[2]);
}

TEST(DrawDots, HighlightsKeepTheirLight) {
  const int size = 200;
  Photo photo = card(size);
  const auto view = photo.pixels.view();
  for (int y = 80; y < 120; ++y)  // white shine over skin
    for (int x = 80; x < 120; ++x) {
      unsigned char* q = view.pixel(x, y);
      q[0] = 250;
      q[1] = 238;
      q[2] = 234;
    }
  const LinearRgb skin_before = mean_of(photo, 10, 10, 60, 60), shine_before = mean_of(photo, 90, 90, 110, 110);
  ASSERT_TRUE(draw(photo, field(2, 10, size), kernel_of(10), whole(size), skin_at(0.1)).ok());
  const double skin = mean_of(photo, 10, 10, 60, 60)[1] / skin_before[1];
  const double shine = mean_of(photo, 90, 90, 110, 110)[1] / shine_before[1];
  EXPECT_LT(skin, 0.85) << "bare skin darkens";
  EXPECT_GT(shine, 0.5 * (1 + skin)) << "more than half of the darkening is spared";
}

TEST(DrawDots, NoDotsNoChange) {
  Photo photo = card(50);
  const Photo before = photo;
  ASSERT_TRUE(draw(photo, {}, kernel_of(10), whole(50), skin_at(0.1)).ok());
  EXPECT_EQ(photo.pixels, before.pixels);
  const std::vector<PhotoDot> outside = {dot_at(-500, 20, 10)};
  ASSERT_TRUE(draw(photo, outside, kernel_of(10), whole(50), skin_at(0.1)).ok());
  EXPECT_EQ(photo.pixels, before.pixels);
}

TEST(DrawDots, CanBeCancelled) {
  std::atomic<bool> cancel{true};
  Photo photo = card(200);
  const Status status = draw(photo, field(2, 10, 200), kernel_of(10), whole(200), skin_at(0.1), {.cancel = &cancel});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace tonsure
