#include <gtest/gtest.h>

#include <cmath>

#include "reading/stubble.h"

#include "drawing/draw_dots.h"
#include "optics/dot_kernels.h"
#include "support/drawn_cards.h"

namespace tonsure {
namespace {

constexpr int kSize = 400;
const Points<PhotoPx> kRegion = {{8, 8}, {392, 8}, {392, 392}, {8, 392}};

struct Truth {
  double nn_mean = 0, nn_sd = 0;
};

/// Nearest-neighbour distances of what was drawn, over the pitch.
Truth truth_of(const std::vector<PhotoDot>& dots, double pitch) {
  double sum = 0, squares = 0, count = 0;
  for (const PhotoDot& a : dots) {
    if (a.position.x < 0 || a.position.x > kSize || a.position.y < 0 || a.position.y > kSize) continue;
    double nearest = 1e9;
    for (const PhotoDot& b : dots) {
      if (&a != &b) nearest = std::min(nearest, norm(a.position - b.position) / pitch);
    }
    sum += nearest;
    squares += nearest * nearest;
    ++count;
  }
  const double mean = sum / count;
  return {mean, std::sqrt(squares / count - mean * mean)};
}

CameraTrace camera_of(double noise) {
  CameraTrace camera;
  camera.noise = noise;
  return camera;
}

StubbleMeasure measure(const Photo& photo, double mm_per_px, double noise) {
  const auto measured =
      measure_stubble(photo, std::span(&kRegion, 1), mm_per_px, testing::skin_at(1).diffuse, camera_of(noise));
  EXPECT_TRUE(measured.ok());
  return *measured;
}

Photo drawn(double per_cm2, double mm_per_px, const DotKernels& kernels, Truth* truth = nullptr) {
  const auto dots = testing::field(per_cm2 / 100, 1 / mm_per_px, kSize);
  if (truth != nullptr) *truth = truth_of(dots, 1 / mm_per_px / std::sqrt(per_cm2 / 100));
  const Photo photo = testing::card(kSize, testing::kCardColor, 1.5);
  return draw_dots(photo, dots, kernels, testing::whole(kSize), testing::skin_at(mm_per_px)).value();
}

/// Width at half depth of one dot, mm, in green.
double full_width_mm(const DotKernel& kernel) {
  const double depth = 1 - reflectance_ratio(kernel, 0)[1];
  double r = 0;
  while (1 - reflectance_ratio(kernel, r)[1] > 0.5 * depth) r += 0.001;
  return 2 * r;
}

// Measured over 30 drawn fields: density within 2 % where dots lie 4.7 px apart or more, nearest neighbours within
// 0.015. Diameters within 27 % (a Gaussian is fitted to what is flatter; halos of close neighbours narrow a dot, its
// own widens it), and 42 % where a dot is half as wide as the blur.
TEST(Stubble, MeasuresWhatWasDrawn) {
  for (const double mm_per_px : {0.06, 0.1, 0.15}) {
    for (const double per_cm2 : {60.0, 120.0}) {
      for (const double diameter : {0.2, 0.35}) {
        Truth truth;
        const DotKernels kernels = testing::kernels_of(diameter, 20);
        const StubbleMeasure m = measure(drawn(per_cm2, mm_per_px, kernels, &truth), mm_per_px, 1.5);
        SCOPED_TRACE(::testing::Message() << mm_per_px << " mm/px, " << per_cm2 << "/cm2, " << diameter << " mm");
        ASSERT_TRUE(m.found) << m.why_not;
        ASSERT_TRUE(m.density_per_cm2.known && m.nn_mean.known && m.nn_sd.known && m.diameter_mm.known);
        EXPECT_NEAR(m.density_per_cm2.value / per_cm2, 1, 0.04);
        EXPECT_NEAR(m.nn_mean.value, truth.nn_mean, 0.02);
        EXPECT_NEAR(m.nn_sd.value, truth.nn_sd, 0.03);
        const double width_mm = full_width_mm(kernels.mean);
        EXPECT_NEAR(m.diameter_mm.value / width_mm, 1, 0.45);
        EXPECT_LT(std::fabs(m.diameter_mm.value - width_mm), 2 * m.diameter_mm.error);
        EXPECT_LT(std::fabs(m.density_per_cm2.value - per_cm2), 3 * m.density_per_cm2.error);
        EXPECT_LT(m.centre_ratio[1], 0.88);
        EXPECT_LT(m.elongated_share, 0.1);
      }
    }
  }
}

TEST(Stubble, KnowsTheTone) {
  const DotKernels kernels = testing::kernels_of(0.25, 10);
  const StubbleMeasure m = measure(drawn(150, 0.1, kernels), 0.1, 1.5);
  // The mean-tone law, which drawing keeps within 5 %.
  const LinearRgb area = dot_area_mm2(kernels.mean);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(m.minus_log_ratio[c] / (1.5 * area[c]), 1, 0.06) << c;
  EXPECT_TRUE(m.delta_l.known);
  EXPECT_LT(m.delta_l.value, -3);
  EXPECT_LT(m.delta_l.error, 0.5);
}

TEST(Stubble, SaysWhatItCannotSee) {
  // Noise alone, in which a detector finds thousands of spots.
  const StubbleMeasure bare = measure(testing::card(kSize, testing::kCardColor, 2), 0.1, 2);
  EXPECT_FALSE(bare.found);
  EXPECT_FALSE(bare.why_not.empty());
  EXPECT_NEAR(bare.delta_l.value, 0, 0.3);
  // Hair longer than dots.
  Photo hair = testing::card(kSize, testing::kCardColor, 1.5);
  for (int y = 0; y < kSize; ++y)
    for (int x = 0; x < kSize; ++x)
      if ((x + y / 8) % 9 == 0) std::fill_n(hair.pixels.view().pixel(x, y), 3, static_cast<unsigned char>(60));
  const StubbleMeasure combed = measure(hair, 0.1, 1.5);
  EXPECT_FALSE(combed.found);
  EXPECT_GT(combed.elongated_share, 0.5);
  // Dots two pixels apart: their tone is known, their number is not.
  const StubbleMeasure far = measure(drawn(200, 0.35, testing::kernels_of(0.35, 20)), 0.35, 1.5);
  EXPECT_FALSE(far.density_per_cm2.known);
  EXPECT_FALSE(far.diameter_mm.known);
  EXPECT_LT(far.delta_l.value, -10);
  // Almost nothing.
  const Points<PhotoPx> tiny = {{10, 10}, {20, 10}, {20, 20}};
  const auto none = measure_stubble(hair, std::span(&tiny, 1), 0.1, testing::skin_at(1).diffuse, camera_of(1.5));
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::kInvalidInput);
}

TEST(Grain, HoldsAWaveInTheBandOfItsLength) {
  // 0.17 cycles/px is the middle of the third band; 6.25 px waves of amplitude 20.
  Photo photo = testing::card(kSize);
  for (int y = 0; y < kSize; ++y)
    for (int x = 0; x < kSize; ++x)
      for (int c = 0; c < 3; ++c) {
        unsigned char& p = photo.pixels.view().pixel(x, y)[c];
        p = static_cast<unsigned char>(std::lround(p + 20 * std::sin(2 * 3.14159265 * 0.16 * x)));
      }
  const std::vector<Points<PhotoPx>> regions = {kRegion, {{20, 20}, {60, 20}, {60, 60}, {20, 60}}, {}};
  const auto grain = measure_grain(photo, regions);
  ASSERT_EQ(grain.size(), 3U);
  for (std::size_t band = 0; band < grain[0].size(); ++band) {
    // A Gaussian of s px leaves exp(-2 pi^2 s^2 f^2) of a wave; its SD is the amplitude over the root of 2. 0.3: blurs
    // are sums over whole pixels, which near half a pixel are wider than they should be.
    const auto left = [](double s) { return std::exp(-2 * 9.8696 * s * s * 0.16 * 0.16); };
    EXPECT_NEAR(grain[0][band], 20 / std::sqrt(2.0) * (left(kGrainSigmasPx[band]) - left(kGrainSigmasPx[band + 1])),
                0.3)
        << band;
    EXPECT_NEAR(grain[1][band], grain[0][band], 0.1 + 0.03 * grain[0][band]) << "a part shows what the whole does";
    EXPECT_EQ(grain[2][band], 0) << "no pixel";
  }
}

}  // namespace
}  // namespace tonsure
