#include "reading/skin_sample.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/rng.h"

namespace tonsure {
namespace {

const Points<PhotoPx> kRegion = {{20, 20}, {180, 20}, {180, 180}, {20, 180}};

/// White noise blurred by a Gaussian, around a skin colour.
Photo blurred_noise(double sigma) {
  const int size = 200;
  std::vector<double> noise(static_cast<std::size_t>(size) * size), rows = noise, both = noise;
  Rng rng(12, RngStage::kTest);
  for (double& v : noise) v = rng.normal();
  const int radius = 8;
  const auto tap = [&](int k) {
    return std::exp(-0.5 * k * k / (sigma * sigma)) / (sigma * std::sqrt(2 * 3.14159265));
  };
  const auto at = [&](int x, int y) { return static_cast<std::size_t>((y + size) % size * size + (x + size) % size); };
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      for (int k = -radius; k <= radius; ++k)
        rows[at(x, y)] += k == -radius ? tap(k) * noise[at(x + k, y)] - rows[at(x, y)] : tap(k) * noise[at(x + k, y)];
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      double sum = 0;
      for (int k = -radius; k <= radius; ++k) sum += tap(k) * rows[at(x, y + k)];
      both[at(x, y)] = sum;
    }
  }
  Photo photo;
  photo.pixels = Image<unsigned char>(size, size, 3);
  const double scale = 25 * 2 * std::sqrt(3.14159265) * sigma;  // unit variance of blurred noise is 1 / (4 pi s^2)
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      for (int c = 0; c < 3; ++c)
        photo.pixels.view().pixel(x, y)[c] =
            static_cast<unsigned char>(std::clamp(150 + scale * both[at(x, y)], 0.0, 255.0));
  return photo;
}

TEST(SkinSample, FindsTheBlurOfFineTexture) {
  EXPECT_NEAR(estimate_blur_px(blurred_noise(0.8), kRegion), 0.8, 0.08);
  EXPECT_NEAR(estimate_blur_px(blurred_noise(1.1), kRegion), 1.1, 0.08);
  EXPECT_EQ(estimate_blur_px(blurred_noise(0.8), {{20, 20}, {30, 20}, {30, 30}}), 0.7) << "too few pixels tell nothing";
}

TEST(SkinSample, IsTheColourBetweenHairAndShine) {
  Photo photo;
  photo.pixels = Image<unsigned char>(200, 200, 3);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      unsigned char* p = photo.pixels.view().pixel(x, y);
      const int kind = x % 10;
      p[0] = static_cast<unsigned char>(kind < 2 ? 30 : kind > 7 ? 250 : 190);
      p[1] = static_cast<unsigned char>(kind < 2 ? 25 : kind > 7 ? 248 : 140);
      p[2] = static_cast<unsigned char>(kind < 2 ? 20 : kind > 7 ? 245 : 115);
    }
  }
  const auto skin = sample_skin(photo, kRegion);
  ASSERT_TRUE(skin.ok());
  EXPECT_NEAR((*skin)[0], srgb_to_linear(190 / 255.0), 1e-6);
  EXPECT_NEAR((*skin)[2], srgb_to_linear(115 / 255.0), 1e-6);
  EXPECT_FALSE(sample_skin(photo, {{0, 0}, {2, 0}, {2, 2}}).ok());
}

}  // namespace
}  // namespace tonsure
