/// @file
/// Colour: sRGB's transfer curve (IEC 61966-2-1:1999), linear sRGB, CIELAB under D65 (CIE 15:2004), and spectra of 31
/// bands with the colour they have (D65, the CIE 1931 observer).
#pragma once

#include <array>
#include <concepts>
#include <cstddef>

#include <tonsure/export.h>

namespace tonsure {

/// Linear sRGB reflectance or radiance, 1 = diffuse white. Channels in the order R, G, B.
using LinearRgb = std::array<double, 3>;

/// CIELAB, D65 white.
struct Lab {
  double l = 0;
  double a = 0;
  double b = 0;
};

/// Encoded value in [0,1] to linear light in [0,1], and back. Outside [0,1] they extend by clamping.
TONSURE_EXPORT double srgb_to_linear(double encoded);
TONSURE_EXPORT double linear_to_srgb(double linear);

/// Linear light of each 8-bit sRGB code.
TONSURE_EXPORT const std::array<float, 256>& srgb8_to_linear_table();

/// How a camera renders the light of a scene into the linear light that its file states: with a contrast curve, each
/// channel by itself. Of strength 0 a file is faithful: both are the same. Strength 1 is a usual phone or camera [E],
///
///     file = 2 x / (1 + x),   x = scene^1.7,
///
/// the sigmoid of Naka & Rushton (1966): a small ratio r of the scene's light is r^g in the file, g = 1.7 - 0.85 file;
/// white stays. Other strengths lie as much nearer or farther: ln(scene) = ln(file) + strength (ln(scene of strength 1)
/// - ln(file)).
struct CameraCurve {
  double strength = 0;  ///< in [0, kMostCurve]

  friend bool operator==(const CameraCurve&, const CameraCurve&) = default;
};
inline constexpr double kMostCurve = 1.8;
inline constexpr CameraCurve kUsualCurve = {1};

/// Linear light of a file in [0, 1] to that of the scene, 1 = white; and back. Outside [0, 1] they extend by clamping.
TONSURE_EXPORT double scene_light(const CameraCurve& curve, double file);
TONSURE_EXPORT double file_light(const CameraCurve& curve, double scene);
TONSURE_EXPORT LinearRgb scene_light(const CameraCurve& curve, const LinearRgb& file);
TONSURE_EXPORT LinearRgb file_light(const CameraCurve& curve, const LinearRgb& scene);

TONSURE_EXPORT Lab to_lab(const LinearRgb& rgb);
TONSURE_EXPORT LinearRgb from_lab(const Lab& lab);

/// Colour difference CIEDE2000 (Sharma, Wu & Dalal 2005), all weights 1. About 1 is the least that is seen side by
/// side.
TONSURE_EXPORT double delta_e_2000(const Lab& a, const Lab& b);

/// Relative luminance Y of linear sRGB (Rec. 709 weights).
constexpr double luminance(const LinearRgb& rgb) {
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}
/// The same in single precision, where the colour is. A template, so that luminance({r, g, b}) stays the one above.
template <std::same_as<float> T>
constexpr T luminance(const std::array<T, 3>& rgb) {
  return 0.2126F * rgb[0] + 0.7152F * rgb[1] + 0.0722F * rgb[2];
}

/// Bands of 10 nm centred on 400, 410 ... 700 nm.
inline constexpr std::size_t kBands = 31;
inline constexpr double kFirstBandNm = 400;
inline constexpr double kBandWidthNm = 10;

/// One value per band: a reflectance in [0, 1], or an absorption or scattering in 1/mm.
using Spectrum = std::array<double, kBands>;

constexpr double band_nm(std::size_t band) {
  return kFirstBandNm + kBandWidthNm * static_cast<double>(band);
}

/// How much each band of a reflectance adds to each linear sRGB channel under D65 (CIE 15:2004), seen by the CIE 1931
/// observer in the multi-lobe fit of Wyman, Sloan & Shirley (2013); scaled so that a reflectance of 1 is (1, 1, 1).
/// Some weights are negative: sRGB does not hold all spectral colours.
TONSURE_EXPORT const std::array<LinearRgb, kBands>& rgb_of_bands();

/// Linear sRGB of a reflectance.
TONSURE_EXPORT LinearRgb to_linear_rgb(const Spectrum& reflectance);

}  // namespace tonsure
