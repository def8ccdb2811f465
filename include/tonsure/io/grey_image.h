/// @file
/// Grey images as numbers: densities and masks that someone painted.
#pragma once

#include <string>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// Reads an 8- or 16-bit image as one channel of values in [0, 1] (linear, no transfer curve), as stored, whatever its
/// orientation tag says (HEIC and AVIF: turned as they say). Colour images count by their luma. Errors: those of
/// read_photo.
TONSURE_EXPORT Result<Image<float>> read_grey_image(const std::string& path);

}  // namespace tonsure
