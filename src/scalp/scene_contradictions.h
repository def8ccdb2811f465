// What in a scene cannot be true of one head in one photo.
#pragma once

#include <tonsure/core/result.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Errors: kInvalidInput: left and right face points swapped, the region outside the outline, a camera that sees
/// another side of the head than the scene says.
Status check_contradictions(const Scene& scene);

/// That lines which are cut into short pieces are no longer than a person draws on a head. Errors: kResourceLimit.
Status check_lengths(const Scene& scene, double mm_per_px);

}  // namespace tonsure
