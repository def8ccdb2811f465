#include <tonsure/core/color.h>

#include <cmath>

#include "xyz.h"

namespace tonsure {
namespace {

// Relative power of D65, CIE 15:2004, 400-700 nm in steps of 10 nm.
constexpr Spectrum kD65 = {82.7549, 91.4860, 93.4318, 86.6823, 104.865, 117.008, 117.812, 114.861,
                           115.923, 108.811, 109.354, 107.802, 104.790, 107.689, 104.405, 104.046,
                           100.000, 96.3342, 95.7880, 88.6856, 90.0062, 89.5991, 87.6987, 83.2886,
                           83.6992, 80.0268, 80.2146, 82.2778, 78.2842, 69.7213, 71.6091};

/// A Gaussian with one width on either side (per nm).
double lobe(double nm, double height, double centre_nm, double below, double above) {
  const double t = (nm - centre_nm) * (nm < centre_nm ? below : above);
  return height * std::exp(-0.5 * t * t);
}

/// CIE 1931 colour matching functions, multi-lobe fit of Wyman, Sloan & Shirley (2013), table 1.
LinearRgb matching(double nm) {
  return {lobe(nm, 0.362, 442.0, 0.0624, 0.0374) + lobe(nm, 1.056, 599.8, 0.0264, 0.0323) +
              lobe(nm, -0.065, 501.1, 0.0490, 0.0382),
          lobe(nm, 0.821, 568.8, 0.0213, 0.0247) + lobe(nm, 0.286, 530.9, 0.0613, 0.0322),
          lobe(nm, 1.217, 437.0, 0.0845, 0.0278) + lobe(nm, 0.681, 459.0, 0.0385, 0.0725)};
}

std::array<LinearRgb, kBands> make_weights() {
  std::array<LinearRgb, kBands> xyz{};
  LinearRgb total{};
  for (std::size_t i = 0; i < kBands; ++i) {
    xyz[i] = matching(band_nm(i));
    for (std::size_t c = 0; c < 3; ++c) total[c] += xyz[i][c] *= kD65[i];
  }
  std::array<LinearRgb, kBands> rgb{};
  LinearRgb white{};
  for (std::size_t i = 0; i < kBands; ++i) {
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t k = 0; k < 3; ++k) rgb[i][c] += kRgbOfXyz[c][k] * xyz[i][k] / total[k] * kWhiteXyz[k];
    for (std::size_t c = 0; c < 3; ++c) white[c] += rgb[i][c];
  }
  for (LinearRgb& band : rgb)
    for (std::size_t c = 0; c < 3; ++c) band[c] /= white[c];
  return rgb;
}

}  // namespace

const std::array<LinearRgb, kBands>& rgb_of_bands() {
  static const std::array<LinearRgb, kBands> kWeights = make_weights();
  return kWeights;
}

LinearRgb to_linear_rgb(const Spectrum& reflectance) {
  LinearRgb rgb{};
  const auto& weights = rgb_of_bands();
  for (std::size_t i = 0; i < kBands; ++i)
    for (std::size_t c = 0; c < 3; ++c) rgb[c] += weights[i][c] * reflectance[i];
  return rgb;
}

}  // namespace tonsure
