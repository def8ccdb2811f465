/// @file
/// Grey images: masks, and densities.
#pragma once

#include <string>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>

namespace tonsure {

/// Reads an 8- or 16-bit image as one channel of values in [0, 1] (linear, no transfer curve), as stored, whatever its
/// orientation tag says (HEIC and AVIF: turned as they say). Colour images count by their luma. Errors: those of
/// load_photo.
TONSURE_EXPORT Result<Image<float>> load_grey_image(const std::string& path);

struct DensityImageScale {
  double mm_per_px = 1;
  double peak_per_cm2 = 150;  ///< where the image is white
  double floor_per_cm2 = 0;   ///< where it is nearly black; where it is black there is nothing
};

/// Reads an 8- or 16-bit grey image whose value v in [0,1] (linear, no transfer curve) means a density of
/// floor + v (peak - floor), and 0 where v = 0. Colour images count by their luma.
/// Errors: those of load_photo, kInvalidOption for a scale that is not positive.
TONSURE_EXPORT Result<DensityGrid<PlaneMm>> load_density_image(const std::string& path, const DensityImageScale& scale);

}  // namespace tonsure
