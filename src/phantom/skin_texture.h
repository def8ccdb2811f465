/// @file
/// The phantom's skin: colour and relief at a point of the head, the same from every side.
#pragma once

#include <array>
#include <cstdint>

#include <tonsure/core/color.h>
#include <tonsure/phantom/phantom.h>

#include "head_shape.h"
#include "marks.h"

namespace tonsure::phantom {

/// The unmottled colour of each skin type as a lit forehead shows it.
LinearRgb base_tone(SkinType skin);

struct SkinSample {
  LinearRgb albedo = {};
  V3 slope;                   ///< gradient of the relief's height, mm per mm; its tangential part tilts the normal
  double slope_variance = 0;  ///< of the relief too fine for the pixel: it widens the highlight instead
  double gloss = 1;           ///< share of the highlight, by sebum and pores
};

/// One man's skin.
class Skin {
 public:
  Skin(SkinType type, std::uint64_t seed);
  /// `pixel_mm`: what one pixel covers of the surface at p; finer structure is left out. `normal`: of the smooth head.
  [[nodiscard]] SkinSample at(V3 p, V3 normal, double pixel_mm) const;

 private:
  SkinType type_;
  std::array<std::uint32_t, 64> keys_{};
};

/// Turns skin into that of scars and marks.
void mark_skin(SkinSample& skin, const MarkSample& mark, SkinType type, V3 p, std::uint64_t seed);

}  // namespace tonsure::phantom
