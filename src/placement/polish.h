/// @file
/// The polish: a few steps of repulsion that close holes and part close pairs in a set of dots that is even already.
/// Model and figures: docs/model/polish.md.
#pragma once

#include <cmath>
#include <span>

#include <tonsure/core/exec.h>

#include "density_view.h"

namespace tonsure::placement {

/// How far one step looks, in local units (1/sqrt(density)).
inline constexpr double kPolishReach = 4.25;

/// After `steps` steps a dot's place depends on no dot and no density that was farther from it than this, mm.
/// @param lowest  dots/mm2, > 0: the lowest density of the dots that near, or `floor` (below) where that is higher
inline double polish_reach_mm(double lowest, int steps) {
  return steps * kPolishReach / std::sqrt(lowest);
}

/// Moves the dots by `steps` steps, all of them at once in each. None is added or lost.
/// @param floor  dots/mm2, > 0: lower densities count as this one in distances, which bounds the reach
/// @param x, y   mm, finite, of equal length, in any order (fastest where neighbours in the plane are so in memory)
/// Guarantees: (1) a dot's place depends on the dots and the density within the reach only: not on the order of the
/// dots,
///   on other dots, on threads, compilers or vectors; so that polishing a window and a halo as wide as the reach gives
///   the same bytes in the window as polishing everything; (2) a dot on density stays on it.
/// False when the caller cancels: then x and y are as before.
[[nodiscard]] bool polish_dots(const DensityView& density, double floor, std::span<float> x, std::span<float> y,
                               int steps, const Exec& exec);

}  // namespace tonsure::placement
