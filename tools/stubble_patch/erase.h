// Takes the hair out of a square of a photo.
#pragma once

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include "metrics/stubble_patch.h"

namespace tonsure::stubble_patch {

/// Fills a square as if its hair had never grown. Its smooth colour is what its surroundings lead to (a membrane
/// through their local means, in the logarithm of light), less the darkening that hair makes; its texture is that of
/// bare skin elsewhere. Nothing of the square itself is used.
/// @param darkening  -ln(with hair / bare), per channel
/// @param bare       a square of bare skin, for its texture
/// Errors: kInvalidInput if a square, with 12 px around the first, leaves the photo.
Result<Photo> erase_square(const Photo& photo, const PhotoSquare& square, const LinearRgb& darkening,
                           const PhotoSquare& bare);

}  // namespace tonsure::stubble_patch
