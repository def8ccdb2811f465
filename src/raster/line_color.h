// The colour of a photo along a short line.
#pragma once

#include <array>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

namespace tonsure {

/// Mean encoded colour along a line, sampled about once a pixel; outside the photo, its border counts.
std::array<float, 3> mean_line_color(ImageView<const unsigned char> photo, Vec2<PhotoPx> from, Vec2<PhotoPx> to);

}  // namespace tonsure
