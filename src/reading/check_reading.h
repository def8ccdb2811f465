// Whether a reading, which an app may have corrected, can be worked with.
#pragma once

#include <string>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Shares of pixels: one channel, numbers from 0 to 1. Errors: kInvalidInput (`where`).
[[nodiscard]] Status check_shares(const Image<float>& image, const std::string& where);

/// Scene, view, outline, colours, camera and pictures of a reading: sizes that fit one another, numbers that are finite
/// and within what can be. Errors: kInvalidInput ("reading.camera.blur_px"), those of check_scene.
[[nodiscard]] Status check_reading(const PhotoReading& reading);

}  // namespace tonsure
