// The fit behind `estimate_shading`, for cells that were collected already.
#pragma once

#include <span>
#include <vector>

#include "skin_photo.h"

#include "skin_photo_cells.h"

namespace tonsure {

struct FittedShading {
  Shading shading;
  std::vector<double> weight;  ///< of each cell, in [0, 1]: 0 for what is not bare, matt skin
  double hair_darker = 0;      ///< -ln(luminance of hair / that of bare skin in the same light)
};
/// @param hair  patches that are darker than skin by one factor, which is found with the light
FittedShading fit_shading(const SkinCells& skin, bool monochrome, std::span<const SkinCell> hair = {});

/// Median of each channel, of at least one color.
LinearRgb median_color(const std::vector<LinearRgb>& colors);

/// The value below which a share of them lies.
double percentile_of(std::vector<double> values, double share);

}  // namespace tonsure
