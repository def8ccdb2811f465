/// @file
/// The phantom's orthographic camera.
#pragma once

#include <tonsure/scene/scene.h>

#include "head_shape.h"

namespace tonsure::phantom {

/// Unit axes in the head frame (right x up = towards the viewer), and where mid-head lies in the photo.
struct Camera {
  V3 right, up, view;
  Vec2<PhotoPx> center;
  double mm_per_px = 1;
};

/// The framing of a view: head and neck fill a portrait.
Camera make_camera(View view, int width_px, int height_px);

/// Where the photo shows a point of the head.
inline Vec2<PhotoPx> project(const Camera& camera, V3 p) {
  return {camera.center.x + dot(camera.right, p) / camera.mm_per_px,
          camera.center.y - dot(camera.up, p) / camera.mm_per_px};
}

/// Distance from the camera's plane to mid-head, mm: outside everything.
inline constexpr double kCameraMm = 320;

/// Start of the ray through a photo position; its direction is `-camera.view`.
inline V3 ray_origin(const Camera& camera, Vec2<PhotoPx> at) {
  const double x = (at.x - camera.center.x) * camera.mm_per_px, y = (camera.center.y - at.y) * camera.mm_per_px;
  return x * camera.right + y * camera.up + kCameraMm * camera.view;
}

}  // namespace tonsure::phantom
