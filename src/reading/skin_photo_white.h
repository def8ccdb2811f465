// Things of known colour in a photo: the whites of the eyes, the paper of a printed marker.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>
#include "skin_photo.h"

namespace tonsure {

/// What one of them says of the light: recorded = exposure x white balance x reflectance x e^light.
struct WhiteReference {
  std::string name;         ///< for people
  LinearRgb recorded = {};  ///< as the photo has it
  LinearRgb reflectance = {};
  double ln_light = 0;  ///< expected logarithm of the light there, in units of shading 1
  double ln_light_sd = 0;
  double ln_hue_sd = 0;  ///< of each channel: how well the reflectance's colour is known
};

/// @param reading  its shading and curve, and skin as photographed: whites are paler
std::vector<WhiteReference> find_whites(const Photo& photo, const Scene& scene, const FittedHead& head,
                                        const SkinReading& reading);

}  // namespace tonsure
