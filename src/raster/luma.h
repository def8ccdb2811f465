// Brightness of encoded pixels.
#pragma once

namespace tonsure {

/// What red, green and blue have in luma, the brightness that JPEG stores (Rec. 601).
inline constexpr double kLumaOfRed = 0.299, kLumaOfGreen = 0.587, kLumaOfBlue = 0.114;

template <class Real>
constexpr Real luma_of(Real red, Real green, Real blue) {
  return static_cast<Real>(kLumaOfRed) * red + static_cast<Real>(kLumaOfGreen) * green +
         static_cast<Real>(kLumaOfBlue) * blue;
}

/// Of a pixel, encoded units.
template <class Real = float>
constexpr Real luma_of(const unsigned char* p) {
  return luma_of(static_cast<Real>(p[0]), static_cast<Real>(p[1]), static_cast<Real>(p[2]));
}

/// By how much green changes where red and blue do by so much and luma stays.
constexpr float green_at_equal_luma(float red, float blue) {
  return -(static_cast<float>(kLumaOfRed) * red + static_cast<float>(kLumaOfBlue) * blue) /
         static_cast<float>(kLumaOfGreen);
}

}  // namespace tonsure
