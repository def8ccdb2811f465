// What is painted over photos, where design looks at it.
#pragma once

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

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
