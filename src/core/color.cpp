#include <tonsure/core/color.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "xyz.h"

namespace tonsure {
namespace {

constexpr double kLabEpsilon = 216.0 / 24389.0;
constexpr double kLabKappa = 24389.0 / 27.0;

double lab_f(double t) {
  return t > kLabEpsilon ? std::cbrt(t) : (kLabKappa * t + 16) / 116;
}

double lab_f_inverse(double f) {
  const double cube = f * f * f;
  return cube > kLabEpsilon ? cube : (116 * f - 16) / kLabKappa;
}

constexpr double kShoulder = 2;  // where the usual curve ends, beyond white
constexpr double kSlope = 1.7;   // its slope in the dark, in logarithms

/// ln(scene / file) of the usual curve, for the logarithm of the file's light.
double usual_lift(double log_file) {
  const double file = std::exp(log_file);
  return std::log((kShoulder - 1) * file / (kShoulder - file)) / kSlope - log_file;
}

/// d ln(scene) / d ln(file) of a curve.
double scene_slope(const CameraCurve& curve, double file) {
  return 1 + curve.strength * (kShoulder / (kSlope * (kShoulder - file)) - 1);
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

double scene_light(const CameraCurve& curve, double file) {
  if (!(file > 0)) return 0;
  const double log_file = std::log(std::min(file, 1.0));
  return std::exp(log_file + curve.strength * usual_lift(log_file));
}

double file_light(const CameraCurve& curve, double scene) {
  if (!(scene > 0)) return 0;
  if (scene >= 1) return 1;
  if (curve.strength == 1) {
    const double x = std::pow(scene, kSlope);
    return kShoulder * x / (kShoulder - 1 + x);
  }
  // The logarithm of the scene's light rises and is convex in that of the file: from white down, Newton's steps never
  // pass the solution.
  const double wanted = std::log(scene);
  double log_file = 0;
  for (int i = 0; i < 50; ++i) {
    const double step =
        (log_file + curve.strength * usual_lift(log_file) - wanted) / scene_slope(curve, std::exp(log_file));
    log_file -= step;
    if (std::fabs(step) < 1e-13) break;
  }
  return std::exp(std::min(log_file, 0.0));
}

LinearRgb scene_light(const CameraCurve& curve, const LinearRgb& file) {
  return {scene_light(curve, file[0]), scene_light(curve, file[1]), scene_light(curve, file[2])};
}

LinearRgb file_light(const CameraCurve& curve, const LinearRgb& scene) {
  return {file_light(curve, scene[0]), file_light(curve, scene[1]), file_light(curve, scene[2])};
}

Lab to_lab(const LinearRgb& rgb) {
  std::array<double, 3> f{};
  for (std::size_t i = 0; i < 3; ++i)
    f[i] = lab_f((kXyzOfRgb[i][0] * rgb[0] + kXyzOfRgb[i][1] * rgb[1] + kXyzOfRgb[i][2] * rgb[2]) / kWhiteXyz[i]);
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

LinearRgb from_lab(const Lab& lab) {
  const double fy = (lab.l + 16) / 116;
  const std::array<double, 3> xyz = {kWhiteXyz[0] * lab_f_inverse(fy + lab.a / 500), kWhiteXyz[1] * lab_f_inverse(fy),
                                     kWhiteXyz[2] * lab_f_inverse(fy - lab.b / 200)};
  LinearRgb rgb{};
  for (std::size_t i = 0; i < 3; ++i)
    rgb[i] = kRgbOfXyz[i][0] * xyz[0] + kRgbOfXyz[i][1] * xyz[1] + kRgbOfXyz[i][2] * xyz[2];
  return rgb;
}

double delta_e_2000(const Lab& a, const Lab& b) {
  constexpr double kRadian = std::numbers::pi / 180;
  const auto seventh = [](double c) { return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7))); };
  const double mean_chroma = 0.5 * (std::hypot(a.a, a.b) + std::hypot(b.a, b.b));
  const double stretch = 1.5 - 0.5 * seventh(mean_chroma);  // of a* near the grey axis
  const double chroma_a = std::hypot(stretch * a.a, a.b), chroma_b = std::hypot(stretch * b.a, b.b);
  const auto hue_deg = [&](const Lab& lab, double chroma) {
    if (chroma == 0) return 0.0;
    const double h = std::atan2(lab.b, stretch * lab.a) / kRadian;
    return h < 0 ? h + 360 : h;
  };
  const double hue_a = hue_deg(a, chroma_a), hue_b = hue_deg(b, chroma_b);
  double hue_step = 0, mean_hue = hue_a + hue_b;
  if (chroma_a * chroma_b != 0) {
    hue_step = hue_b - hue_a;
    if (hue_step > 180) hue_step -= 360;
    if (hue_step < -180) hue_step += 360;
    if (std::fabs(hue_a - hue_b) > 180) mean_hue += mean_hue < 360 ? 360 : -360;
    mean_hue *= 0.5;
  }
  const double step_l = b.l - a.l, step_c = chroma_b - chroma_a;
  const double step_h = 2 * std::sqrt(chroma_a * chroma_b) * std::sin(0.5 * hue_step * kRadian);
  const double mean_l = 0.5 * (a.l + b.l), mean_c = 0.5 * (chroma_a + chroma_b);
  const double t = 1 - 0.17 * std::cos((mean_hue - 30) * kRadian) + 0.24 * std::cos(2 * mean_hue * kRadian) +
                   0.32 * std::cos((3 * mean_hue + 6) * kRadian) - 0.20 * std::cos((4 * mean_hue - 63) * kRadian);
  const double off_mid = (mean_l - 50) * (mean_l - 50);
  const double l = step_l / (1 + 0.015 * off_mid / std::sqrt(20 + off_mid));
  const double c = step_c / (1 + 0.045 * mean_c), h = step_h / (1 + 0.015 * mean_c * t);
  const double blue = (mean_hue - 275) / 25;
  const double turn = -std::sin(2 * 30 * std::exp(-blue * blue) * kRadian) * 2 * seventh(mean_c);
  return std::sqrt(l * l + c * c + h * h + turn * c * h);
}

}  // namespace tonsure
