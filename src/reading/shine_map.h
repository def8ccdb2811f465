// Telling what skin mirrors from what it scatters: pigment lies beneath the shine and must not darken it.
#pragma once

#include <array>

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>

#include "../raster/pixel_source.h"
#include "../raster/scene_tables.h"

namespace tonsure {

/// Share of each pixel's light that the surface mirrors, on a coarse grid over part of a photo.
struct ShineMap {
  PixelRect rect;
  int cell_px = 1;
  Image<float> share;  ///< of the red light, in [0, 0.75]
  Image<float> mean;   ///< of all light of the scene, three channels, as smooth as the shares
  Image<float> hue;    ///< of skin within some 5 mm, three channels of luminance 1; 0 where none is around

  /// Bilinear, at a pixel's centre.
  [[nodiscard]] float at(int x, int y) const;
  /// The share of each channel: what is mirrored is white, so it is most of what skin returns of blue.
  [[nodiscard]] std::array<float, 3> shares_at(int x, int y) const;
  [[nodiscard]] std::array<float, 3> mean_at(int x, int y) const;
  [[nodiscard]] std::array<float, 3> hue_at(int x, int y) const;
};

/// Dichromatic model (Shafer 1985): a pixel is diffuse skin of the hue of `diffuse` plus white shine, R = D + S,
/// B = beta D + S; from there S = R - (R - B) / (1 - beta). Counted only above the natural spread of skin's hue, and
/// where the scene is brighter than bare skin: in shade, skin looks cool in the sky's light alone, and pigment shows.
/// @param pixels   of a picture that holds `rect`
/// @param colour   false of a monochrome one, whose hue says nothing
/// @param diffuse  colour of bare skin, linear light of the file
ShineMap find_shine(const PixelSource& pixels, const SceneTables& tables, bool colour, const PixelRect& rect,
                    const LinearRgb& diffuse, double mm_per_px, const Exec& exec);

}  // namespace tonsure
