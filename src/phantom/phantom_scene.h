/// @file
/// The scene that is exactly true of the phantom.
#pragma once

#include <tonsure/scene/scene.h>

#include "camera.h"

namespace tonsure::phantom {

Scene make_scene(const Camera& camera, View view, int width_px, int height_px);

}  // namespace tonsure::phantom
