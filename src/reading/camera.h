// What lens, sensor and processing left in a photo, measured in the photo itself, so that what is drawn on it looks
// taken by the same camera. Model: docs/model/camera.md.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Measures a photo's traces.
/// Blur and sharpening: from the sharpest edges and thin dark lines (hairs, frames of glasses) in and around the head,
/// for few things there are sharper than the camera can show. Chroma: how fast colour that goes with brightness dies
/// away toward fine detail, from the cross-spectrum of luma and chroma of the skin. Noise: from the smoothest blocks of
/// the whole photo, in the quieter levels of brightness. A monochrome photo has no chroma to measure.
/// @param skin  the scalp, px: its texture is looked at
/// @param head  the head's outline, px: details are looked for in its box and 20 % around
/// Cost: about 40 ms, whatever the size of the photo.
TONSURE_EXPORT CameraTrace estimate_camera(const Photo& photo, const Points<PhotoPx>& skin,
                                           const Points<PhotoPx>& head);

}  // namespace tonsure
