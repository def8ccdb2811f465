// Moving the head's outline from where it was annotated to where the photo has it.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Moves the limb of an annotated outline onto the strongest edge of the photo nearby, along its normals; the parts
/// that close it along brow, ears and nape stay. Annotations are about 1 % of the width off; without this, dots would
/// spill onto the background or leave a bare rim. Method: for each piece of limb, the contrast between the colours on
/// both sides at each offset within `reach_px`; the path of offsets with the best sum of contrast, closeness and
/// smoothness, by dynamic programming.
/// @param reach_mm  the farthest that the annotation is taken to be off; at least 3 px are searched.
/// @return points about 1.5 mm apart, in photo pixels.
TONSURE_EXPORT HeadOutline snap_outline(ImageView<const unsigned char> photo, const Scene& scene, double mm_per_px,
                                        double reach_mm = 4);

}  // namespace tonsure
