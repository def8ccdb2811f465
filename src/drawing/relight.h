// The same head in other light: an approximation from its normals and the shading that the photo has
// (docs/model/light.md).
#pragma once

#include <array>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/drawing/drawing.h>

#include "../raster/scene_tables.h"
#include "limb_guard.h"
#include "relight_field.h"

namespace tonsure {

/// What it takes to show the head of a photo in other light.
struct Relighting {
  const Photo* photo = nullptr;
  const SceneTables* tables = nullptr;
  const HeadOutline* outline = nullptr;
  RelightField field;
  LimbGuard guard;
  float shine_kept = 1;  ///< of the photo's own
  float exposure = 1;
  std::array<float, 3> hue_of_light = {1, 1, 1};  ///< a white card's, of luminance 1
  std::vector<std::string> warnings;              ///< that it is an approximation, and what makes it a rough one here
};
/// Makes it. Model: inside the head, light that skin scatters is multiplied by new over estimated shading, per channel,
/// within [1/3, 2.4]; what exceeds the brightness that matt skin has there, or is paler, is shine, and scaled by
/// itself; flash and side add a highlight of their own. Normals are those of the fitted head. Towards brows, ears and
/// nape the effect fades over 45 mm; where the scene names chin and pupils, three quarters of it goes on down the face,
/// whose normals are guessed, and ends at its sides.
///
/// Guarantees: (1) pixels outside of the outline and of that face keep their bytes, alpha all of them; (2) a monochrome
/// photo stays so; (3) a pixel's bytes do not depend on which others are asked for.
///
/// Dots are drawn on the relit photo: then highlights lie over dots, as they do on skin.
///
/// @param outline  the head's, as snap_outline gives it
/// @param head     with the view carried onto that outline (with_outline)
/// @param tables   of the reading's curve
/// @param reading  of the photo as it was taken
/// @param light  not kAsPhotographed. Photo, tables and outline must outlive the result. Errors: kCancelled.
Result<Relighting> make_relighting(const Photo& photo, const SceneTables& tables, const Scene& scene,
                                   const HeadOutline& outline, const FittedHead& head, const SkinReading& reading,
                                   Light light, const Exec& exec);

/// Relights the pixels of a rectangle of the photo, in place.
void relight_pixels(const Relighting& relighting, const PixelRect& rect, ImageView<unsigned char> pixels);

}  // namespace tonsure
