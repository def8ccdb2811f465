#include "raster/linear.h"

#include <gtest/gtest.h>

#include "raster/luma.h"

namespace tonsure {
namespace {

TEST(Linear, IsTheCurvesValueAndTheMeanOfARectangle) {
  Image<unsigned char> photo(6, 4, 4);
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 6; ++x)
      for (int c = 0; c < 4; ++c) photo.view().pixel(x, y)[c] = static_cast<unsigned char>(40 * x + 7 * y + 3 * c);
  const LinearRgb one = linear_of(photo.view().pixel(5, 3));
  EXPECT_NEAR(one[2], srgb_to_linear((40 * 5 + 7 * 3 + 3 * 2) / 255.0), 1e-7);  // a table of single precision
  LinearRgb sum{};
  for (int y = 1; y < 3; ++y)
    for (int x = 2; x < 5; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[c] += linear_of(photo.view().pixel(x, y))[c];
  const LinearRgb mean = mean_linear(photo.view(), {2, 1, 5, 3});
  for (std::size_t c = 0; c < 3; ++c) EXPECT_DOUBLE_EQ(mean[c], sum[c] / 6);
}

TEST(Luma, WeighsWhiteWithOneAndGreenHoldsIt) {
  const unsigned char white[] = {255, 255, 255}, green[] = {0, 200, 0};
  EXPECT_FLOAT_EQ(luma_of(white), 255);
  EXPECT_DOUBLE_EQ(luma_of<double>(green), 0.587 * 200);
  EXPECT_NEAR(luma_of(20.0F, green_at_equal_luma(20, -7), -7.0F), 0, 1e-5);  // single precision
}

}  // namespace
}  // namespace tonsure
