// The fit behind `estimate_shading`, for cells that were collected already.
#pragma once

#include <vector>

#include <tonsure/preview/skin_photo.h>

#include "skin_photo_cells.h"

namespace tonsure {

struct FittedShading {
  Shading shading;
  std::vector<double> weight;  ///< of each cell, in [0, 1]: 0 for what is not bare, matt skin
};
FittedShading fit_shading(const SkinCells& skin, bool monochrome);

/// Median of values (of which there is at least one); the upper of the two middle ones.
double median_of(std::vector<double> values);

/// The same of each channel.
LinearRgb median_color(const std::vector<LinearRgb>& colors);

/// The value below which a share of them lies.
double percentile_of(std::vector<double> values, double share);

}  // namespace tonsure
