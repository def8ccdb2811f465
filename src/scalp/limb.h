// Where the outline of a scene is the limb of the head, and which way is up in the photo.
#pragma once

#include <tonsure/core/geom.h>
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

}  // namespace tonsure
