// Linear sRGB and CIE XYZ.
#pragma once

#include <array>

namespace tonsure {

/// Linear sRGB to XYZ and back, D65 (IEC 61966-2-1), and the white that XYZ is relative to.
inline constexpr std::array<std::array<double, 3>, 3> kXyzOfRgb = {
    {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
inline constexpr std::array<std::array<double, 3>, 3> kRgbOfXyz = {
    {{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}}};
inline constexpr std::array<double, 3> kWhiteXyz = {0.95047, 1.0, 1.08883};

}  // namespace tonsure
