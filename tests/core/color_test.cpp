#include <tonsure/core/color.h>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(Color, TransferCurveInvertsItself) {
  for (int i = 0; i <= 255; ++i) EXPECT_NEAR(linear_to_srgb(srgb_to_linear(i / 255.0)), i / 255.0, 1e-9) << i;
  EXPECT_NEAR(srgb_to_linear(0.5), 0.21404, 1e-5);  // IEC 61966-2-1
}

TEST(Color, WhiteAndKnownColoursInLab) {
  const Lab white = to_lab({1, 1, 1});
  EXPECT_NEAR(white.l, 100, 0.01);
  EXPECT_NEAR(white.a, 0, 0.02);
  EXPECT_NEAR(white.b, 0, 0.02);
  const Lab red = to_lab({1, 0, 0});  // published value of sRGB red under D65: 53.24, 80.09, 67.20
  EXPECT_NEAR(red.l, 53.24, 0.05);
  EXPECT_NEAR(red.a, 80.09, 0.1);
  EXPECT_NEAR(red.b, 67.20, 0.1);
}

TEST(Color, LabInvertsItself) {
  const LinearRgb rgb = {0.31, 0.2, 0.14};
  const LinearRgb back = from_lab(to_lab(rgb));
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(back[c], rgb[c], 1e-5);
}

}  // namespace
}  // namespace tonsure
