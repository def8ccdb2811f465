// Where the outline of a scene is the limb of the head, and which way is up in the photo.
#pragma once

#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Mean of points.
Vec2<PhotoPx> centroid(const Points<PhotoPx>& points);

/// How far the head leans in the image, radians, as HeadPose::roll: by the line of the pupils in front views; in top
/// views by where the hairline lies (a top view with an empty hairline is taken from behind, the nape at the bottom).
double apparent_roll(const Scene& scene);

/// Unit vectors of the image towards the right and the bottom of the upright head.
struct ImageAxes {
  Vec2<PhotoPx> right{1, 0};
  Vec2<PhotoPx> down{0, 1};
};
ImageAxes axes_of(double roll);

/// Whether each edge of a scene's head outline (from point i to the next) is the limb of the head. What closes the
/// outline along brow, ears or nape (facing the head's down; none in top views) is not.
TONSURE_EXPORT std::vector<bool> limb_edges(const Scene& scene);

/// The limb of the head in a scene's outline, as points about 1/60 of the head apart.
TONSURE_EXPORT Points<PhotoPx> head_limb(const Scene& scene);

}  // namespace tonsure
