/// @file
/// Relaxation: dots push each other apart until they are evenly spread.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/exec.h>

#include "density_view.h"

namespace tonsure::placement {

/// Moves the dots by `steps` steps of pair repulsion, all dots at once in each step. Dots stay where the density is
/// positive, and none is added or lost. They must lie in the order of a space-filling curve, and roughly keep it.
/// False when the caller cancels.
[[nodiscard]] bool relax_dots(const DensityView& density, std::vector<LocalDot>& dots, int steps, const Exec& exec);

/// Moves each dot by a random step of about `size` local units, unless that brings it within `clearance` local units of
/// another dot or where the density is 0; then it tries again with shorter steps. False when the caller cancels.
[[nodiscard]] bool loosen_dots(const DensityView& density, std::vector<LocalDot>& dots, double size, double clearance,
                               std::uint64_t seed, const Exec& exec);

}  // namespace tonsure::placement
