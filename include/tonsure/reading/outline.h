/// @file
/// The head's outline, moved from where it was annotated to where the photo has it.
#pragma once

#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// A closed outline, and which of its points (and the edges that follow them) are the limb of the head.
struct HeadOutline {
  Points<PhotoPx> points;
  std::vector<unsigned char> is_limb;  ///< as many as points; 1 or 0
};

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
