// Skin made more matte or shinier than it was photographed.
#pragma once

#include <array>

#include <tonsure/core/image.h>
#include <tonsure/drawing/drawing.h>
#include "draw_dots.h"

#include "../raster/scene_tables.h"
#include "../reading/shine_map.h"

namespace tonsure {

/// What it takes to show a photo with other highlights.
struct ShineAdjustment {
  const Matte* matte = nullptr;
  const SceneTables* tables = nullptr;
  SkinShine choice = SkinShine::kMatte;
  ShineMap map;                   ///< of the pixels that will be changed
  std::array<float, 3> hue = {};  ///< of skin without shine, luminance 1
};
/// Makes it. An approximation: what the surface mirrors is told from what skin scatters by its whiteness and by how
/// much brighter than bare skin it is, smoothed over 1 to 2 mm; what lies under burnt-out pixels is taken to have the
/// hue of `skin`. Highlights are never made where there are none. Guarantees: (1) nothing changes outside `matte`,
/// whose hair is not looked at, nor where there is no highlight; (2) alpha stays; (3) a monochrome photo stays so; (4)
/// a pixel's bytes do not depend on which others are asked for.
/// @param skin    in the light of the scene
/// @param choice  not kAsPhotographed
/// @param map     of the picture whose pixels will be changed; `matte` and `tables` must outlive the result
ShineAdjustment make_shine_adjustment(const Matte& matte, const SceneTables& tables, const LinearRgb& skin,
                                      bool monochrome, SkinShine choice, ShineMap map);

/// Changes the pixels of a rectangle, in place.
void adjust_shine(const ShineAdjustment& adjustment, const PixelRect& rect, ImageView<unsigned char> pixels);

}  // namespace tonsure
