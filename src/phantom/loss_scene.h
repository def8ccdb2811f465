/// @file
/// What loss, stubble and scars add to the phantom's scene.
#pragma once

#include <tonsure/scene/scene.h>

#include "balding.h"

namespace tonsure::phantom {

/// `scene` is that of the bald head.
void add_loss(Scene& scene, const Balding& balding);

}  // namespace tonsure::phantom
