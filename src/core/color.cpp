#include <tonsure/core/color.h>

#include <algorithm>
#include <cmath>

namespace tonsure {
namespace {

// Linear sRGB to XYZ, D65 (IEC 61966-2-1), and the white it is relative to.
constexpr std::array<std::array<double, 3>, 3> kToXyz = {
    {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
constexpr std::array<std::array<double, 3>, 3> kFromXyz = {
    {{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}}};
constexpr std::array<double, 3> kWhite = {0.95047, 1.0, 1.08883};
constexpr double kLabEpsilon = 216.0 / 24389.0;
constexpr double kLabKappa = 24389.0 / 27.0;

double lab_f(double t) {
  return t > kLabEpsilon ? std::cbrt(t) : (kLabKappa * t + 16) / 116;
}

double lab_f_inverse(double f) {
  const double cube = f * f * f;
  return cube > kLabEpsilon ? cube : (116 * f - 16) / kLabKappa;
}

}  // namespace

double srgb_to_linear(double encoded) {
  const double v = std::clamp(encoded, 0.0, 1.0);
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double linear_to_srgb(double linear) {
  const double v = std::clamp(linear, 0.0, 1.0);
  return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

const std::array<float, 256>& srgb8_to_linear_table() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = static_cast<float>(srgb_to_linear(static_cast<double>(i) / 255));
    return t;
  }();
  return table;
}

Lab to_lab(const LinearRgb& rgb) {
  std::array<double, 3> f{};
  for (std::size_t i = 0; i < 3; ++i)
    f[i] = lab_f((kToXyz[i][0] * rgb[0] + kToXyz[i][1] * rgb[1] + kToXyz[i][2] * rgb[2]) / kWhite[i]);
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

LinearRgb from_lab(const Lab& lab) {
  const double fy = (lab.l + 16) / 116;
  const std::array<double, 3> xyz = {kWhite[0] * lab_f_inverse(fy + lab.a / 500), kWhite[1] * lab_f_inverse(fy),
                                     kWhite[2] * lab_f_inverse(fy - lab.b / 200)};
  LinearRgb rgb{};
  for (std::size_t i = 0; i < 3; ++i)
    rgb[i] = kFromXyz[i][0] * xyz[0] + kFromXyz[i][1] * xyz[1] + kFromXyz[i][2] * xyz[2];
  return rgb;
}

}  // namespace tonsure
