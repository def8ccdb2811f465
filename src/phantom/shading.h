/// @file
/// Studio light on the phantom: a large key light high on one side, weak fill, a rim light behind.
#pragma once

#include <array>

#include <tonsure/core/color.h>

#include "head_shape.h"

namespace tonsure::phantom {

/// Directions in the head frame, unit.
struct Studio {
  V3 right, up, view;  ///< the camera's
  V3 key, fill, rim;   ///< towards the lights
};
Studio make_studio(V3 right, V3 up, V3 view);

/// What reaches a point: share of the key light not shadowed, by channel (light diffuses in skin), and of the sky and
/// the rim light.
struct Reach {
  std::array<double, 3> key = {1, 1, 1};
  double sky = 1;
  double rim = 1;
};

struct Patch {
  V3 to_camera;  ///< unit
  V3 smooth;     ///< normal of the head
  V3 bumped;     ///< normal with relief
  LinearRgb albedo = {};
  double roughness = 0.36;
  double gloss = 0;  ///< of the highlight; 1 = clean skin, 0 = none
  bool skin = true;
};

LinearRgb shade(const Studio& studio, const Patch& patch, const Reach& reach);

/// The studio's backdrop at a place of the frame, both in [-1, 1] from the frame's middle.
LinearRgb backdrop(double x, double y);

/// Share of the frame's light that the lens brings to that place.
double vignette(double x, double y);

}  // namespace tonsure::phantom
