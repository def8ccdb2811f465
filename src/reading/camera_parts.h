// The parts of the measurement of a camera's traces.
#pragma once

#include "camera.h"

namespace tonsure {

/// Sets noise_*.
void measure_noise(const Photo& photo, CameraTrace& trace);
/// Sets blur_px and sharpening*; uses the noise.
void measure_sharpness(const Photo& photo, const Points<PhotoPx>& head, CameraTrace& trace);
/// Lowers blur_px to what the texture of the scalp allows: nothing is finer than the camera can show. Uses the noise.
void bound_blur_by_texture(const Photo& photo, const Points<PhotoPx>& skin, CameraTrace& trace);
/// Sets chroma_px.
void measure_chroma(const Photo& photo, const Points<PhotoPx>& skin, CameraTrace& trace);

/// Variance of the second difference of a texture of variance 1 and Gaussian autocorrelation exp(-d^2 / (4 s^2)), of
/// samples `step` apart: 6 - 8 e^(k^2) + 2 e^(4 k^2).
double second_difference_variance(double s, int step);

}  // namespace tonsure
