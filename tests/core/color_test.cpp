#include <tonsure/core/color.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

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

// The test data of Sharma, Wu & Dalal (2005), table 1, given to four digits.
TEST(Color, Ciede2000AgreesWithItsTestData) {
  struct Pair {
    Lab a, b;
    double difference;
  };
  const std::vector<Pair> pairs = {
      {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
      {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
      {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
      {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
      {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
      {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
      {{50, 0, 0}, {50, -1, 2}, 2.3669},
      {{50, -1, 2}, {50, 0, 0}, 2.3669},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
      {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
      {{50, -0.0010, 2.4900}, {50, 0.0010, -2.4900}, 4.8045},
      {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
      {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
      {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
      {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
      {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
      {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
      {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
      {{50, 2.5, 0}, {50, 3.2972, 0}, 1.0000},
      {{50, 2.5, 0}, {50, 1.8634, 0.5757}, 1.0000},
      {{50, 2.5, 0}, {50, 3.2592, 0.3350}, 1.0000},
      {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
      {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
      {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
      {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
      {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
      {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
      {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
      {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
      {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
      {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
  };
  ASSERT_EQ(pairs.size(), 34U);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_NEAR(delta_e_2000(pairs[i].a, pairs[i].b), pairs[i].difference, 5.1e-5) << "pair " << i + 1;
    EXPECT_NEAR(delta_e_2000(pairs[i].b, pairs[i].a), pairs[i].difference, 5.1e-5) << "pair " << i + 1 << " swapped";
  }
}

TEST(CameraCurve, NoneIsFaithfulAndAllInvertThemselves) {
  for (int i = 0; i <= 100; ++i) {
    const double file = i / 100.0;
    EXPECT_NEAR(scene_light({}, file), file, 1e-15);
    for (const double strength : {0.0, 0.4, 1.0, 1.3, kMostCurve})
      EXPECT_NEAR(file_light({strength}, scene_light({strength}, file)), file, 1e-12) << strength << " " << file;
  }
  for (const double beyond : {-1.0, 0.0}) EXPECT_EQ(file_light(kUsualCurve, beyond), 0) << beyond;
  for (const double beyond : {1.0, 7.0}) EXPECT_EQ(file_light({0.5}, beyond), 1) << beyond;
}

TEST(CameraCurve, RaisesSmallRatiosToTheStatedPower) {
  for (const double file : {0.02, 0.1, 0.3, 0.6, 0.9}) {
    const double scene = scene_light(kUsualCurve, file), ratio = 1 - 1e-6;
    const double power = std::log(file_light(kUsualCurve, ratio * scene) / file) / std::log(ratio);
    EXPECT_NEAR(power, 1.7 - 0.85 * file, 1e-4) << file;
    // Half the strength is half the way, in the logarithm of the scene's light.
    EXPECT_NEAR(scene_light({0.5}, file), std::sqrt(file * scene), 1e-12);
  }
}

// Pigment that takes a like share of each channel's light takes most of the darkest in the file.
TEST(CameraCurve, TakesMoreOfTheDarkerChannel) {
  const LinearRgb skin = {0.36, 0.21, 0.13};
  LinearRgb light = scene_light(kUsualCurve, skin);
  for (double& channel : light) channel *= 0.6;
  const LinearRgb treated = file_light(kUsualCurve, light);
  EXPECT_LT(treated[2] / skin[2], treated[1] / skin[1]);
  EXPECT_LT(treated[1] / skin[1], treated[0] / skin[0]);
  EXPECT_LT(treated[0] / skin[0], 0.6);
}

}  // namespace
}  // namespace tonsure
