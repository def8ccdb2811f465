// Rough looks at the skin inside a polygon.
#pragma once

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// Median linear colour of a photo inside a polygon, leaving out the darkest (hair) and lightest (shine) quarter of it.
/// Errors: kInvalidInput if fewer than 16 pixels lie inside.
TONSURE_EXPORT Result<LinearRgb> sample_skin(const Photo& photo, const Points<PhotoPx>& region);

/// Blur of a photo's texture inside a polygon, standard deviation in px, in [0.3, 1.2]: a rough guess, as smooth skin
/// feigns more and noise less; `estimate_camera` looks at sharp details first.
/// Method: the mean squared second difference of luma over one pixel against that over two, which for fine texture
/// blurred by a Gaussian depends on its width alone; even shading cancels. 0.7 where too few pixels tell.
TONSURE_EXPORT double estimate_blur_px(const Photo& photo, const Points<PhotoPx>& region);

}  // namespace tonsure
