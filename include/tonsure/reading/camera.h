/// @file
/// What lens, sensor and processing left in a photo, measured in the photo itself, so that what is drawn on it looks
/// taken by the same camera. Model: docs/model/camera.md.
#pragma once

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/export.h>

namespace tonsure {

/// Traces of a camera, as far as they decide how a dot looks. Lengths in px of the photo, amplitudes in encoded units
/// (0...255). The defaults are those of no camera in particular.
struct CameraTrace {
  /// Blur of small things, standard deviation, in [0.2, 2.5], without the pixel's own square.
  double blur_px = 0.7;
  /// Sharpening: luma + sharpening x (luma - luma blurred by `sharpening_radius_px`). In [0, 2.5].
  double sharpening = 0;
  /// Standard deviation of the blur that is subtracted, in [0.6, 2.2].
  double sharpening_radius_px = 1.2;
  /// What colour is blurred by beyond brightness, standard deviation, in [0.6, 4.5].
  double chroma_px = 2.5;
  /// Standard deviation of luma noise, in [0, 3]; much the same at all brightnesses, as it is in encoded pictures.
  double noise = 0;
  /// How far it is alike: standard deviation of the Gaussian that makes it of white noise, in [0, 1.2]; 0 is white.
  double noise_correlation_px = 0;

  /// What could be measured; the rest is the default, or for the blur an estimate from the skin's own texture.
  bool blur_measured = false;
  bool sharpening_measured = false;
  bool chroma_measured = false;
  bool noise_measured = false;
};

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
