#include "raster/blur.h"

#include <gtest/gtest.h>

#include <numeric>

namespace tonsure {
namespace {

TEST(GaussianTaps, AreSymmetricAndHaveTheVariance) {
  const double sigma = 1.7;
  const std::vector<double> taps = gaussian_taps<double>(sigma, 9);
  ASSERT_EQ(taps.size(), 19U);
  EXPECT_EQ(taps[9], 1.0);
  EXPECT_DOUBLE_EQ(taps[9 + 3], std::exp(-4.5 / (sigma * sigma)));
  const std::vector<double> of_one = normalized(taps);
  double sum = 0, variance = 0;
  for (int k = -9; k <= 9; ++k) {
    const double tap = of_one[static_cast<std::size_t>(k + 9)];
    EXPECT_EQ(tap, of_one[static_cast<std::size_t>(9 - k)]);
    sum += tap;
    variance += tap * k * k;
  }
  EXPECT_NEAR(sum, 1, 1e-14);                  // 19 roundings
  EXPECT_NEAR(variance, sigma * sigma, 1e-4);  // what lies beyond 5.3 standard deviations
  EXPECT_EQ(gaussian_taps<float>(sigma, 0).size(), 1U);
}

TEST(BlurPlane, OfNoWidthChangesNothing) {
  std::vector<float> plane = {1, 2, 3, 4, 5, 6};
  const std::vector<float> before = plane;
  blur_plane(plane, 3, 2, 0);
  EXPECT_EQ(plane, before);
}

TEST(BlurPlane, KeepsTheMeanAndWidensADot) {
  const int size = 31;
  std::vector<float> plane(size * size, 0.0F);
  plane[15 * size + 15] = 1;
  blur_plane(plane, size, size, 2);
  EXPECT_NEAR(std::accumulate(plane.begin(), plane.end(), 0.0), 1, 1e-5);  // single precision
  EXPECT_NEAR(plane[15 * size + 15], 1 / (2 * 3.14159265 * 4), 3e-4);      // ends at three SD: 0.3 % along each axis
  EXPECT_EQ(plane[15 * size + 12], plane[12 * size + 15]);
}

TEST(BlurImage, BlursEachChannelByItself) {
  Image<float> image(20, 12, 2);
  std::vector<float> first, second;
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 20; ++x) {
      image.view().pixel(x, y)[0] = static_cast<float>(x * y % 7);
      image.view().pixel(x, y)[1] = static_cast<float>((x + 3 * y) % 5);
      first.push_back(image.view().pixel(x, y)[0]);
      second.push_back(image.view().pixel(x, y)[1]);
    }
  }
  blur_image(image, 1.1);
  blur_plane(first, 20, 12, 1.1);
  blur_plane(second, 20, 12, 1.1);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(image.view().data[2 * i], first[i]);
    EXPECT_EQ(image.view().data[2 * i + 1], second[i]);
  }
}

TEST(Blur121, LeavesPlanesOfOneValueAndQuartersADot) {
  std::vector<float> even(35, 2.5F);
  blur_plane_121(even, 7, 5);
  for (const float v : even) EXPECT_EQ(v, 2.5F);
  std::vector<float> dot(25, 0.0F);
  dot[2 * 5 + 2] = 16;
  blur_plane_121(dot, 5, 5);
  EXPECT_EQ(dot[2 * 5 + 2], 4.0F);
  EXPECT_EQ(dot[2 * 5 + 1], 2.0F);
  EXPECT_EQ(dot[1 * 5 + 1], 1.0F);
  EXPECT_EQ(dot[0], 0.0F);
}

// What is known at a few places spreads, and its mean is that of what is known: 3 everywhere here.
TEST(GatherPlane, GivesTheMeanOfWhatIsKnown) {
  const int width = 9, height = 6;
  std::vector<double> sums(54, 0.0), weights(54, 0.0);
  for (const std::size_t i : {0U, 17U, 40U}) {
    sums[i] = 3 * (1.0 + static_cast<double>(i));
    weights[i] = 1.0 + static_cast<double>(i);
  }
  gather_plane<double>(sums, width, height, 2.0, 6);
  gather_plane<double>(weights, width, height, 2.0, 6);
  for (std::size_t i = 0; i < sums.size(); ++i)
    EXPECT_NEAR(sums[i], 3 * weights[i], 1e-12 * weights[i]);  // roundings; nothing where nothing is known
  // From the corner: one tap along, one down.
  std::vector<double> one(54, 0.0);
  one[0] = 1;
  gather_plane<double>(one, width, height, 2.0, 6);
  EXPECT_EQ(one[0], 1.0);
  EXPECT_DOUBLE_EQ(one[2 * 9 + 3], std::exp(-0.5 * 4 / 4) * std::exp(-0.5 * 9 / 4));
  EXPECT_EQ(one[7], 0.0);  // beyond the reach
}

}  // namespace
}  // namespace tonsure
