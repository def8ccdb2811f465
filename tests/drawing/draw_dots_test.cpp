#include <gtest/gtest.h>

#include <cmath>

#include <tonsure/optics/tone.h>
#include "core/rng.h"
#include "drawing/draw_dots.h"

#include "optics/dot_kernels.h"
#include "optics/solve_tone.h"
#include "support/drawn_cards.h"

namespace tonsure {
namespace {

using testing::card;
using testing::dot_at;
using testing::field;
using testing::linear_of;
using testing::skin_at;
using testing::whole;

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

/// Draws onto the photo's own pixels, so that views of them stay good.
Status draw(Photo& photo, std::span<const PhotoDot> dots, const DotKernels& kernels, const Matte& matte,
            const DrawingSkin& skin, const Exec& exec = {}) {
  const auto after = draw_dots(photo, dots, kernels, matte, skin, exec);
  if (!after) return after.error();
  const auto from = after->pixels.view();
  std::copy_n(from.data, from.row_stride * from.height, photo.pixels.view().data);
  return {};
}

/// Dots of 0.25 mm.
DotKernels kernel_of(double absorption_per_mm) {
  return testing::kernels_of(0.25, absorption_per_mm);
}

// What is promised is 5 %; the law itself fits its Monte Carlo within 4 %. Encoding to 8 bits adds below 0.5 %.
TEST(DrawDots, MeanToneObeysItsLaw) {
  for (const double mm_per_px : {0.06, 0.1, 0.25, 0.6}) {
    for (const double per_cm2 : {60.0, 150.0, 300.0}) {
      const int size = 160;
      Photo photo = card(size);
      const LinearRgb before = mean_of(photo, 0, 0, size, size);
      const double px_per_mm = 1 / mm_per_px;
      const auto dots = field(per_cm2 / 100, px_per_mm, size);
      const DotKernels kernel = kernel_of(10);
      ASSERT_TRUE(draw(photo, dots, kernel, whole(size), skin_at(mm_per_px)).ok());
      const LinearRgb after = mean_of(photo, 0, 0, size, size);
      const LinearRgb law = mean_tone_ratio(per_cm2 / 100, dot_area_mm2(kernel.mean));
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

// An oblique stroke draws a dot out along itself, and only its core: the halo of light around it stays round.
TEST(DrawDots, AnObliqueStrokeDrawsAnEllipse) {
  const int size = 400;
  const double px_per_mm = 40;
  Photo photo = card(size);
  PhotoDot dot = dot_at(200, 200, px_per_mm);
  dot.aspect = 2;
  dot.stroke = {px_per_mm * std::sqrt(0.5), px_per_mm * std::sqrt(0.5)};
  ASSERT_TRUE(draw(photo, std::span(&dot, 1), kernel_of(40), whole(size), skin_at(1 / px_per_mm)).ok());
  const auto value = [&](double along_mm, double across_mm) {
    const double x = 200 + px_per_mm * std::sqrt(0.5) * (along_mm - across_mm);
    const double y = 200 + px_per_mm * std::sqrt(0.5) * (along_mm + across_mm);
    return static_cast<int>(photo.pixels.view().pixel(static_cast<int>(x), static_cast<int>(y))[0]);
  };
  // At a dot's own radius (0.125 mm) and a half it is core along the stroke and halo across it.
  EXPECT_LT(value(0.19, 0) + 20, value(0, 0.19));
  EXPECT_LT(value(-0.19, 0) + 20, value(0, -0.19));
  EXPECT_NEAR(value(0.9, 0), value(0, 0.9), 1);
}

TEST(DrawDots, ForeshortenedDotsTakeLessLightPerDot) {
  const int size = 160;
  const auto taken = [&](double squeeze) {
    Photo photo = card(size);
    const double before = mean_of(photo, 0, 0, size, size)[1];
    std::vector<PhotoDot> dots = {dot_at(80, 80, 10)};
    dots[0].px_per_mm.xx *= squeeze;
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
  ASSERT_TRUE(draw(photo, dots, testing::kernels_of(0.2, 30), whole(size), skin_at(0.1)).ok());
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

/// Luma along the row through a dot's centre, from there to the right.
std::vector<double> profile_of(const Photo& photo, int x, int y, int length) {
  std::vector<double> luma;
  for (int i = 0; i < length; ++i) {
    const unsigned char* p = photo.pixels.view().pixel(x + i, y);
    luma.push_back(0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]);
  }
  return luma;
}

TEST(DrawDots, ASharpeningCameraDrawsARingAndKeepsTheMean) {
  const int size = 121;
  const std::vector<PhotoDot> dots = {dot_at(60.5, 60.5, 8)};
  DrawingSkin soft = skin_at(0.125), sharp = soft;
  sharp.camera.sharpening = 1.6;
  Photo plain = card(size), ringed = plain;
  const double bare = profile_of(plain, 60, 60, 1)[0];
  ASSERT_TRUE(draw(plain, dots, kernel_of(40), whole(size), soft).ok());
  ASSERT_TRUE(draw(ringed, dots, kernel_of(40), whole(size), sharp).ok());
  const auto before = profile_of(plain, 60, 60, 12), after = profile_of(ringed, 60, 60, 12);
  EXPECT_LT(after[0], before[0] - 5) << "the centre is deeper";
  double ring = 0;
  for (std::size_t i = 0; i < after.size(); ++i) ring = std::max(ring, after[i] - before[i]);
  EXPECT_GT(ring, 0.01 * bare) << "and a brighter ring goes round it";
  EXPECT_LT(ring, 0.12 * bare) << "no brighter than cameras draw it";
  // 14 641 pixels rounded to whole codes.
  EXPECT_NEAR(mean_of(ringed, 0, 0, size, size)[1] / mean_of(plain, 0, 0, size, size)[1], 1, 0.002);
}

/// Standard deviation of luma in a square, about its mean.
double luma_sd(const Photo& photo, int from, int to) {
  double sum = 0, squares = 0, count = 0;
  for (int y = from; y < to; ++y) {
    for (int x = from; x < to; ++x) {
      const double l = profile_of(photo, x, y, 1)[0];
      sum += l;
      squares += l * l;
      ++count;
    }
  }
  return std::sqrt(squares / count - sum * sum / (count * count));
}

// A wide flat halo over all of the card: dots so dense that they make an even tone. The camera's noise is as strong in
// it as in bare skin, where drawing alone would leave it dimmed with the light.
TEST(DrawDots, DarkenedSkinIsAsNoisyAsTheCameraMakesIt) {
  const int size = 200;
  const double noise = 3;
  DrawingSkin quiet = skin_at(0.3), noisy = quiet;
  noisy.camera.noise = noise;
  const auto dots = field(12, 1 / 0.3, size);
  DotKernels kernel = kernel_of(40);  // halos only: even to a code
  for (DrawnKernel& node : kernel.nodes) node.core = {};
  Photo flat = card(size), dimmed = card(size, {190, 140, 115}, noise), kept = dimmed;
  const double full = luma_sd(dimmed, 20, 180);
  ASSERT_TRUE(draw(flat, dots, kernel, whole(size), quiet).ok());
  ASSERT_TRUE(draw(dimmed, dots, kernel, whole(size), quiet).ok());
  ASSERT_TRUE(draw(kept, dots, kernel, whole(size), noisy).ok());
  const double structure = luma_sd(flat, 20, 180);
  const auto noise_in = [&](const Photo& photo) {
    const double all = luma_sd(photo, 20, 180);
    return std::sqrt(std::max(0.0, all * all - structure * structure));
  };
  EXPECT_LT(noise_in(dimmed), 0.75 * full) << "dimmed with the light";
  EXPECT_NEAR(noise_in(kept) / full, 1, 0.1);
  for (std::size_t c = 0; c < 3; ++c)  // 40 000 pixels of noise 3: 0.015 codes, 0.03 % of their linear light
    EXPECT_NEAR(mean_of(kept, 0, 0, size, size)[c] / mean_of(dimmed, 0, 0, size, size)[c], 1, 0.004);
}

TEST(DrawDots, AnyCameraKeepsThePromises) {
  const int size = 500;
  DrawingSkin skin = skin_at(0.1);
  skin.camera = {.blur_px = 2.5,
                 .sharpening = 2.5,
                 .sharpening_radius_px = 2.2,
                 .chroma_px = 4.5,
                 .noise = 3,
                 .noise_correlation_px = 1.2};
  const Photo before = card(size, {190, 140, 115}, 2);
  const std::vector<PhotoDot> two = {dot_at(250.3, 240.7, 10), dot_at(265, 250, 10)};
  Photo one = before, four = before;
  ASSERT_TRUE(draw(one, two, kernel_of(40), whole(size), skin, {.threads = 1}).ok());
  ASSERT_TRUE(draw(four, two, kernel_of(40), whole(size), skin, {.threads = 4}).ok());
  EXPECT_EQ(one.pixels, four.pixels);
  EXPECT_NE(one.pixels, before.pixels);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double d = std::min(std::hypot(x + 0.5 - 250.3, y + 0.5 - 240.7), std::hypot(x + 0.5 - 265, y + 0.5 - 250));
      if (d <= 3 / 0.1 + 16) continue;
      const unsigned char* p = one.pixels.view().pixel(x, y);
      ASSERT_TRUE(std::equal(p, p + 3, before.pixels.view().pixel(x, y))) << x << ", " << y;
    }
  }
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

// Dots are made in the light of the scene: what a camera's curve shows of them is the curve's image of it.
TEST(DrawDots, CurveShowsTheImageOfWhatIsDrawnInTheScenesLight) {
  constexpr int kSize = 200;
  const Photo photo = card(kSize);
  const auto dots = field(2, 4, kSize);
  const DotKernels kernels = testing::kernels_of(0.3, 8);
  DrawingSkin faithful = skin_at(0.25);
  faithful.camera.chroma_px = 0;
  DrawingSkin curved = faithful;
  curved.curve = kUsualCurve;
  const Photo plain = draw_dots(photo, dots, kernels, whole(kSize), faithful).value(),
              usual = draw_dots(photo, dots, kernels, whole(kSize), curved).value();
  int told = 0;
  for (int y = 20; y < kSize - 20; ++y) {
    for (int x = 20; x < kSize - 20; ++x) {
      const LinearRgb before = linear_of(photo.pixels.view().pixel(x, y)),
                      in_light = linear_of(plain.pixels.view().pixel(x, y)),
                      in_file = linear_of(usual.pixels.view().pixel(x, y));
      for (std::size_t c = 0; c < 3; ++c) {
        const double ratio = in_light[c] / before[c];
        const double image = file_light(kUsualCurve, ratio * scene_light(kUsualCurve, before[c]));
        ASSERT_NEAR(linear_to_srgb(in_file[c]), linear_to_srgb(image), 1.6 / 255) << x << "," << y;
        told += ratio > 0.02 && ratio < 0.7 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(told, 1000);
}

// Colour is blurred more than brightness. Where hair hides half, half of both is left: not a quarter of the colour.
TEST(DrawDots, ThinHairLeavesTheColourOfWhatShowsThrough) {
  constexpr int kSize = 240;
  const Photo photo = card(kSize);
  const auto dots = field(2, 4, kSize);
  const DotKernels kernels = testing::kernels_of(0.3, 8);
  DrawingSkin skin = skin_at(0.25);
  skin.camera.chroma_px = 3;
  Matte matte = whole(kSize);
  const Image<float> half(kSize, kSize, 1, 0.5F);
  const auto taken_of = [&](const Photo& after) {
    LinearRgb taken{};
    for (int y = 40; y < kSize - 40; ++y)
      for (int x = 40; x < kSize - 40; ++x)
        for (std::size_t c = 0; c < 3; ++c) taken[c] += testing::kCardColor[c] - after.pixels.view().pixel(x, y)[c];
    return taken;
  };
  const LinearRgb bare = taken_of(draw_dots(photo, dots, kernels, matte, skin).value());
  matte.hair = half.view();
  const LinearRgb thin = taken_of(draw_dots(photo, dots, kernels, matte, skin).value());
  EXPECT_NEAR(thin[0] / thin[2], bare[0] / bare[2], 0.08 * bare[0] / bare[2]);
  EXPECT_NEAR(thin[1] / thin[2], bare[1] / bare[2], 0.08 * bare[1] / bare[2]);
}

// Light from above the pigment is left, and it knows nothing of what colours skin below: red spots get paler.
TEST(DrawDots, TreatedSkinLosesItsMottling) {
  constexpr int kSize = 240, kSpotPx = 24;
  Photo photo = card(kSize);
  const auto is_spot = [](int x, int y) { return (x / kSpotPx + y / kSpotPx) % 3 == 0; };
  const auto pixels = photo.pixels.view();
  for (int y = 0; y < kSize; ++y)
    for (int x = 0; x < kSize; ++x)
      if (is_spot(x, y)) {
        pixels.pixel(x, y)[0] = static_cast<unsigned char>(pixels.pixel(x, y)[0] + 14);
        pixels.pixel(x, y)[1] = static_cast<unsigned char>(pixels.pixel(x, y)[1] - 6);
      }
  DrawingSkin skin = skin_at(0.25);
  skin.camera.chroma_px = 1;
  const Photo after = draw_dots(photo, field(2, 4, kSize), testing::kernels_of(0.4, 12), whole(kSize), skin).value();
  const auto contrast = [&](const Photo& p) {  // of ln(red / green) between spots and the rest
    std::array<LinearRgb, 2> sum{};
    for (int y = 48; y < kSize - 48; ++y)
      for (int x = 48; x < kSize - 48; ++x)
        for (std::size_t c = 0; c < 3; ++c) sum[is_spot(x, y) ? 1 : 0][c] += linear_of(p.pixels.view().pixel(x, y))[c];
    return std::log(sum[1][0] / sum[1][1]) - std::log(sum[0][0] / sum[0][1]);
  };
  EXPECT_GT(contrast(photo), 0.1);
  EXPECT_LT(contrast(after), 0.9 * contrast(photo));
  EXPECT_GT(contrast(after), 0.3 * contrast(photo));
}

}  // namespace
}  // namespace tonsure
