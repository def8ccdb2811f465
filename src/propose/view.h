/// @file
/// From where a head is seen.
#pragma once

#include <string>

#include <opencv2/core.hpp>

#include <tonsure/scene/scene.h>

#include "task.h"

namespace tonsure {

struct ViewGuess {
  View view = View::kFront;
  double sure = 0;
  std::string reason;
};

/// How far the middle of the head lies beside the middle between the eyes, in half widths of the head: to the right of
/// the image where the face is turned to its left.
/// Of a head with eyes.
double turn_of(const TracedHead& head);

ViewGuess view_of_turn(double turn);

}  // namespace tonsure
