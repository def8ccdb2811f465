/// @file
/// The scene that is exactly true of the phantom.
#pragma once

#include <string>
#include <vector>

#include <tonsure/scene/scene.h>

#include "camera.h"

namespace tonsure::phantom {

/// Where a face point lies on the phantom's head.
struct Landmark {
  std::string name;
  V3 position;
};
std::vector<Landmark> face_landmarks();

/// The hairline before any loss, from the head's right sideburn to its left, at most 5 mm between points.
std::vector<V3> hairline();

Scene make_scene(const PortraitCamera& camera, View view, int width_px, int height_px);

}  // namespace tonsure::phantom
