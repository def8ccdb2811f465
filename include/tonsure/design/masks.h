/// @file
/// PhotoMasks: what is painted over one photo.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Each image is empty, or one channel of the upright photo's size with values in [0, 1].
struct PhotoMasks {
  Image<float> density;  ///< factor on the density of the region: 0 keeps skin bare
  Image<float> hair;     ///< share of each pixel that strands of hair cover
};

/// No dot is placed where strands cover this much of a pixel.
inline constexpr float kCoveredByHair = 0.5F;

/// Errors: kInvalidInput ("mask", "hair mask") for another size than the scene's, or more channels than one.
[[nodiscard]] TONSURE_EXPORT Status check_masks(const PhotoMasks& masks, const Scene& scene);

/// The value at a position in the photo, px; `outside` beyond it and of an empty mask.
[[nodiscard]] TONSURE_EXPORT float mask_at(const Image<float>& mask, Vec2<PhotoPx> position, float outside);

}  // namespace tonsure
