/// @file
/// Spectra of 31 bands and the colour they have: D65, the CIE 1931 observer, linear sRGB.
#pragma once

#include <array>
#include <cstddef>

#include <tonsure/core/color.h>
#include <tonsure/export.h>

namespace tonsure {

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
