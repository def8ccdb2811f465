/// @file
/// PhotoMasks: what is painted over one photo.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Each image is empty, or one channel with values in [0, 1]; the first two are of the upright photo's size.
struct PhotoMasks {
  Image<float> density = {};  ///< factor on the density of the region: 0 keeps skin bare
  Image<float> hair = {};     ///< share of each pixel that strands of hair cover
  /// Share of the density that existing hair leaves to do (find_hair_need), of any size, spanning the photo. Where it
  /// is empty, DensityOptions::within_hair stands for it.
  Image<float> need = {};
};

/// No dot is placed where strands cover this much of a pixel.
inline constexpr float kCoveredByHair = 0.5F;

/// Errors: kInvalidInput ("mask", "hair mask") for another size than the scene's, or more channels than one.
[[nodiscard]] TONSURE_EXPORT Status check_masks(const PhotoMasks& masks, const Scene& scene);

/// The bilinear value of an image that spans a scene's photo.
[[nodiscard]] TONSURE_EXPORT double spanning_mask_at(const Image<float>& mask, const Scene& scene,
                                                     Vec2<PhotoPx> position);

/// The value at a position in the photo, px; `outside` beyond it and of an empty mask.
[[nodiscard]] TONSURE_EXPORT float mask_at(const Image<float>& mask, Vec2<PhotoPx> position, float outside);

}  // namespace tonsure
