/// @file
/// Grey images: masks, and densities.
#pragma once

#include <string>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>

namespace tonsure {

/// Reads a picture of any kind that load_photo reads as one channel of values in [0, 1], upright as a photo would be.
/// Colours count by their luma; what is transparent is black, which means nothing, and what is half transparent half of
/// it. The values are data: linear as stored, whatever profile, gamma or other colour space the file names.
/// Errors: those of load_photo, but for colours that it cannot convert; kInvalidInput also for signs of damage with
/// which load_photo would still read a photo.
TONSURE_EXPORT Result<Image<float>> load_grey_image(const std::string& path);

struct DensityImageScale {
  double mm_per_px = 1;
  double peak_per_cm2 = 150;  ///< where the image is white
  double floor_per_cm2 = 0;   ///< where it is nearly black; where it is black there is nothing
};

/// Reads a picture as load_grey_image, whose value v in [0, 1] means a density of floor + v (peak - floor), and 0 where
/// v = 0. Errors: those of load_grey_image, kInvalidOption for a scale that is not positive.
TONSURE_EXPORT Result<DensityGrid<PlaneMm>> load_density_image(const std::string& path, const DensityImageScale& scale);

}  // namespace tonsure
