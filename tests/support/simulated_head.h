// People drawn at random from the population that calibration assumes, and scenes of them that are exactly true, or off
// by a known noise.
#pragma once

#include <cstdint>

#include <tonsure/scene/scene.h>
#include "scalp/calibrate.h"

namespace tonsure::testing {

struct SimulatedScene {
  Scene scene;  ///< no scale but what its points give
  HeadShape shape;
  HeadCamera camera;  ///< the truth
};

/// What to leave in the scene.
struct SimulationOptions {
  View view = View::kFront;
  bool face_points = true;
  bool marker = false;
  double noise = 0.01;  ///< 1 SD of every annotated coordinate, of the head's breadth in the photo
  int size_px = 1600;   ///< of the photo, square
};

/// One person in one photo; the same number gives the same person in every view.
SimulatedScene simulate_scene(std::uint64_t number, const SimulationOptions& options);

/// mm per px at the scalp.
double true_scale(const SimulatedScene& s);

}  // namespace tonsure::testing
