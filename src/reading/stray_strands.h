// What find_strands found and cannot be hair.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Leaves out strands outside of existing hair where they cover so much that it must be something else.
void drop_implausible_strands(Image<float>& strands, const Scene& scene, double mm_per_px);

}  // namespace tonsure
