/// @file
/// Which dots go first when a set thins out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "torus.h"

namespace tonsure::dot_tile {

/// Chooses dots to take away, one at a time and always the most crowded, until `target` are left.
/// Crowding is a sum of Gaussians of a dot's distances to all others, at four widths (0.7, 1.4, 2.1 and 2.8 ...
/// spacings of the target): the narrow one makes close pairs lose a dot, the wide ones keep windows of many dots at
/// their count.
/// @return indices of the dots, in the order they were taken
std::vector<std::uint32_t> thin_out(std::span<const Vec> dots, std::size_t target);

}  // namespace tonsure::dot_tile
