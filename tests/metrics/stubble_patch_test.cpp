#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/rng.h"
#include "metrics/stubble_patch.h"

namespace tonsure {
namespace {

/// A grey picture from a function of the pixel.
template <class Value>
Photo picture(int size, Value value) {
  Photo photo;
  photo.pixels = Image<unsigned char>(size, size, 3);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      std::fill_n(photo.pixels.view().pixel(x, y), 3, static_cast<unsigned char>(std::lround(value(x, y))));
  return photo;
}

TEST(StubblePatch, WhiteNoiseHasItsVarianceInEveryBin) {
  Rng rng(3, RngStage::kTest);
  const auto report = measure_patch(picture(256, [&](int, int) { return 128 + 8 * rng.normal(); }), {16, 16, 224});
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->power.size(), 33U);
  // 36 windows overlapping by half, and 2 pi k bins in a ring that the taper makes dependent over some 5: about 60
  // independent ones at k = 3, so 13 % each; four of that. Rounding adds 1/12 to 64.
  for (std::size_t i = 3; i < report->power.size(); ++i) EXPECT_NEAR(report->power[i] / (64 + 1.0 / 12), 1, 0.5) << i;
  double mean = 0;
  for (std::size_t i = 8; i < report->power.size(); ++i) mean += report->power[i] / (64 + 1.0 / 12) / 25;
  EXPECT_NEAR(mean, 1, 0.05);
}

TEST(StubblePatch, AWaveStandsAtItsFrequency) {
  const double f = 10.0 / 64;
  const auto report = measure_patch(
      picture(128, [&](int x, int y) { return 128 + 40 * std::sin(2 * std::numbers::pi * f * (0.6 * x + 0.8 * y)); }),
      {0, 0, 128});
  ASSERT_TRUE(report.ok());
  const auto peak = std::max_element(report->power.begin(), report->power.end()) - report->power.begin();
  EXPECT_NEAR(static_cast<double>(peak) * report->step, f, report->step);
}

TEST(StubblePatch, SaysByHowMuchSpectraDiffer) {
  Rng a(3, RngStage::kTest), b(4, RngStage::kTest);
  const auto weak = measure_patch(picture(256, [&](int, int) { return 128 + 6 * a.normal(); }), {0, 0, 256});
  const auto strong = measure_patch(picture(256, [&](int, int) { return 128 + 12 * b.normal(); }), {0, 0, 256});
  ASSERT_TRUE(weak.ok() && strong.ok());
  EXPECT_EQ(worst_spectrum_difference_db(*weak, *weak), 0);
  // Twice the amplitude is 6.02 dB; the worst of 30 bins with 13 % each may be 1.5 dB more.
  EXPECT_NEAR(worst_spectrum_difference_db(*weak, *strong), 6.0, 1.7);
}

TEST(StubblePatch, RefusesWhatIsNotInThePhoto) {
  const Photo photo = picture(100, [](int, int) { return 100.0; });
  EXPECT_FALSE(measure_patch(photo, {0, 0, 31}).ok());
  EXPECT_FALSE(measure_patch(photo, {-1, 0, 50}).ok());
  EXPECT_FALSE(measure_patch(photo, {60, 0, 50}).ok());
  const auto flat = measure_patch(photo, {0, 0, 100});
  ASSERT_TRUE(flat.ok());
  for (const double p : flat->power) EXPECT_NEAR(p, 0, 1e-9);
  EXPECT_NEAR(flat->mean[1], srgb_to_linear(100 / 255.0), 1e-6);
}

}  // namespace
}  // namespace tonsure
