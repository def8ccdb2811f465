/// @file
/// A photo before and after, in one picture.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/export.h>

namespace tonsure {

/// Before and after beside each other, with a gap. Photos larger than `most_pixels` each are shrunk by a whole factor
/// in linear light; 0 keeps them. Alpha is shown on white.
TONSURE_EXPORT Image<unsigned char> beside(const Photo& before, const Photo& after, long long most_pixels = 0);

/// Half before, half after: before left of the column `at_x_px`, after right of it, a white line between; a column
/// beyond the picture is moved into it.
TONSURE_EXPORT Image<unsigned char> split(const Photo& before, const Photo& after, double at_x_px);

}  // namespace tonsure
