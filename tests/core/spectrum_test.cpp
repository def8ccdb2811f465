#include <tonsure/core/color.h>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(Spectrum, BandsRunFrom400To700) {
  EXPECT_DOUBLE_EQ(band_nm(0), 400);
  EXPECT_DOUBLE_EQ(band_nm(kBands - 1), 700);
}

TEST(Spectrum, AFlatReflectanceIsGrey) {
  Spectrum flat;
  for (const double value : {1.0, 0.25, 0.0}) {
    flat.fill(value);
    const LinearRgb rgb = to_linear_rgb(flat);
    for (const double channel : rgb) EXPECT_NEAR(channel, value, 1e-12);  // rounding of 31 sums
  }
}

// The luminance of each band must be D65's power times the eye's sensitivity, relative to their sum. The curve is the
// CIE's own table (CIE 15:2004), of which the multi-lobe fit is said to miss at most 1 % of the peak.
TEST(Spectrum, LuminanceFollowsTheEye) {
  constexpr Spectrum kSensitivity = {0.000396, 0.00121, 0.0040,  0.0116,  0.0230,  0.0380,  0.0600,  0.09098,
                                     0.13902,  0.20802, 0.32300, 0.50300, 0.71000, 0.86200, 0.95400, 0.99495,
                                     0.99500,  0.95200, 0.87000, 0.75700, 0.63100, 0.50300, 0.38100, 0.26500,
                                     0.17500,  0.10700, 0.06100, 0.03200, 0.01700, 0.00821, 0.004102};
  constexpr Spectrum kD65 = {82.7549, 91.4860, 93.4318, 86.6823, 104.865, 117.008, 117.812, 114.861,
                             115.923, 108.811, 109.354, 107.802, 104.790, 107.689, 104.405, 104.046,
                             100.000, 96.3342, 95.7880, 88.6856, 90.0062, 89.5991, 87.6987, 83.2886,
                             83.6992, 80.0268, 80.2146, 82.2778, 78.2842, 69.7213, 71.6091};
  double sum = 0, most = 0;
  for (std::size_t i = 0; i < kBands; ++i) {
    sum += kSensitivity[i] * kD65[i];
    most = std::max(most, kSensitivity[i] * kD65[i]);
  }
  for (std::size_t i = 0; i < kBands; ++i)
    EXPECT_NEAR(luminance(rgb_of_bands()[i]), kSensitivity[i] * kD65[i] / sum, 0.012 * most / sum) << band_nm(i);
}

TEST(Spectrum, EdgesHaveTheColourTheyMustHave) {
  const auto passing = [](double from_nm, double to_nm) {
    Spectrum spectrum{};
    for (std::size_t i = 0; i < kBands; ++i) spectrum[i] = band_nm(i) >= from_nm && band_nm(i) <= to_nm ? 1 : 0;
    return to_linear_rgb(spectrum);
  };
  const LinearRgb red = passing(600, 700), green = passing(510, 560), blue = passing(400, 480);
  for (std::size_t c = 0; c < 3; ++c) {
    if (c != 0) {
      EXPECT_GT(red[0], 3 * red[c]);
    }
    if (c != 1) {
      EXPECT_GT(green[1], 3 * green[c]);
    }
    if (c != 2) {
      EXPECT_GT(blue[2], 3 * blue[c]);
    }
  }
  EXPECT_LT(green[0], 0) << "more green than sRGB holds";
}

}  // namespace
}  // namespace tonsure
