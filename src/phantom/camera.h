/// @file
/// The phantom's camera: a pinhole at a portrait's distance.
#pragma once

#include <tonsure/scene/scene.h>

#include "head_shape.h"

namespace tonsure::phantom {

/// From the camera to mid-head, along the axis (estimate: portraits are taken from 1 to 2 m).
inline constexpr double kDistanceMm = 1500;

/// Of the phantom. Unit axes in the head frame (right x up = towards the camera), and where mid-head lies in the photo.
struct PortraitCamera {
  V3 right, up, view;
  Vec2<PhotoPx> principal;  ///< where the axis meets the photo: its middle
  Vec2<PhotoPx> center;     ///< where mid-head is seen
  double mm_per_px = 1;     ///< at mid-head
};

/// The framing of a view: head and neck fill a portrait.
PortraitCamera make_camera(View view, int width_px, int height_px);

/// The same, as scenes have it.
Camera scene_camera(const PortraitCamera& camera);

/// Where the camera is.
inline V3 eye(const PortraitCamera& camera) {
  const double x = (camera.principal.x - camera.center.x) * camera.mm_per_px,
               y = (camera.center.y - camera.principal.y) * camera.mm_per_px;
  return x * camera.right + y * camera.up + kDistanceMm * camera.view;
}

struct Ray {
  V3 origin, direction;  ///< the direction is a unit vector
  [[nodiscard]] V3 at(double t) const { return origin + t * direction; }
};

/// The ray through a photo position.
inline Ray ray_through(const PortraitCamera& camera, Vec2<PhotoPx> at) {
  const double x = (at.x - camera.principal.x) * camera.mm_per_px, y = (camera.principal.y - at.y) * camera.mm_per_px;
  return {eye(camera), normalized(x * camera.right + y * camera.up - kDistanceMm * camera.view)};
}

/// Distance of a point from the camera along its axis, mm.
inline double axial_depth(const PortraitCamera& camera, V3 p) {
  return kDistanceMm - dot(camera.view, p);
}

}  // namespace tonsure::phantom
