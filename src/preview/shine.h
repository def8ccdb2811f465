// Telling what skin mirrors from what it scatters: pigment lies beneath the shine and must not darken it.
#pragma once

#include <array>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/preview/composite.h>

#include "coverage.h"

namespace tonsure {

/// Share of each pixel's light that the surface mirrors, on a coarse grid over part of a photo.
struct ShineMap {
  PixelRect rect;
  int cell_px = 1;
  Image<float> share;  ///< one channel, in [0, 0.75]
  Image<float> mean;   ///< of all light, linear, three channels, as smooth as the shares

  /// Bilinear, at a pixel's centre.
  [[nodiscard]] float at(int x, int y) const;
  [[nodiscard]] std::array<float, 3> mean_at(int x, int y) const;
};

/// Dichromatic model (Shafer 1985): a pixel is diffuse skin of the hue of `skin` plus white shine, R = D + S,
/// B = beta D + S; from there S = R - (R - B) / (1 - beta). Counted only where the photo is brighter than bare skin,
/// and above the natural spread of skin's hue.
ShineMap find_shine(const Photo& photo, const PixelRect& rect, const DrawingSkin& skin, const Exec& exec);

}  // namespace tonsure
