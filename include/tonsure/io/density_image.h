/// @file
/// A density painted as a grey image.
#pragma once

#include <string>

#include <tonsure/core/result.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>

namespace tonsure {

struct DensityImageScale {
  double mm_per_px = 1;
  double peak_per_cm2 = 150;  ///< where the image is white
  double floor_per_cm2 = 0;   ///< where it is nearly black; where it is black there is nothing
};

/// Reads an 8- or 16-bit grey image whose value v in [0,1] (linear, no transfer curve) means a density of
/// floor + v (peak - floor), and 0 where v = 0. Colour images count by their luma.
/// Errors: those of read_photo, kInvalidOption for a scale that is not positive.
TONSURE_EXPORT Result<DensityGrid<PlaneMm>> read_density_image(const std::string& path, const DensityImageScale& scale);

}  // namespace tonsure
