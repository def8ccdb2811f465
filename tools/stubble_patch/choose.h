// Where in a photo there is a good square of stubble, and one of bare skin.
#pragma once

#include <optional>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/scene/scene.h>
#include "metrics/stubble_patch.h"
#include "scalp/calibrate.h"

namespace tonsure::stubble_patch {

/// Squares in existing hair, the flattest and sharpest first: most detail for their unevenness. None overlaps another
/// by half.
std::vector<PhotoSquare> choose_stubble(const Photo& photo, const Scene& scene, const FittedHead& head, int side);

/// The squares of a grid from the photo's corner that lie in one of the polygons and face the camera.
std::vector<PhotoSquare> squares_on_grid(const Photo& photo, const FittedHead& head,
                                         const std::vector<Points<PhotoPx>>& within, int side, int step);

/// The square in the scalp region, outside of hair, with the least detail and unevenness.
std::optional<PhotoSquare> choose_bare(const Photo& photo, const Scene& scene, const FittedHead& head, int side);

/// Its corners.
Points<PhotoPx> corners_of(const PhotoSquare& square);

}  // namespace tonsure::stubble_patch
