/// @file
/// The same head in other light: an approximation from its normals and the shading that the photo has
/// (docs/model/light.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/outline.h>
#include <tonsure/reading/skin_photo.h>
#include <tonsure/scalp/calibrate.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// In what light to show a head.
enum class Light : std::uint8_t {
  kAsPhotographed,
  kDiffuse,  ///< soft light from all around, a little more from above; shine recedes
  kFlash,    ///< from the camera: darker towards the limb, a hot spot where skin faces it
  kSide,     ///< a raking light from the side the photo's own light comes from; the other side in shadow
};
inline constexpr std::array<Light, 4> kAllLights = {Light::kAsPhotographed, Light::kDiffuse, Light::kFlash,
                                                    Light::kSide};
/// The word the command line uses for a light ("as-photographed").
TONSURE_EXPORT const char* light_name(Light light);

struct Relit {
  Photo photo;
  std::vector<std::string> warnings;  ///< that it is an approximation, and what makes it a rough one here
};

/// Shows the head of a photo in other light.
/// Model: inside the head, light that skin scatters is multiplied by new over estimated shading, per channel, within
/// [1/3, 2.4]; what exceeds the brightness that matt skin has there, or is paler, is shine, and scaled by itself; flash
/// and side add a highlight of their own. Normals are those of the fitted head. Towards brows, ears and nape the effect
/// fades over 45 mm; where the scene names chin and pupils, three quarters of it goes on down the face, whose normals
/// are guessed, and ends at its sides.
///
/// Guarantees: (1) kAsPhotographed returns the same bytes; (2) pixels outside of the outline and of that face keep
/// their bytes, alpha all of them; (3) a monochrome photo stays so; (4) the same bytes for any number of threads.
///
/// Relight the photo first and draw dots on the result: then highlights lie over dots, as they do on skin.
/// @param outline  the head's, as snap_outline gives it
/// @param head     with the view carried onto that outline (with_outline)
/// @param reading  of the photo as it was taken
/// Errors: kCancelled.
TONSURE_EXPORT Result<Relit> relight(const Photo& photo, const Scene& scene, const HeadOutline& outline,
                                     const FittedHead& head, const SkinReading& reading, Light light,
                                     const Exec& exec = {});

}  // namespace tonsure
