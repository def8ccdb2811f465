// How far pixels lie from marked ones.
#pragma once

#include <vector>

namespace tonsure {

inline constexpr float kFarPx = 1e9F;  ///< where nothing is marked

/// Distance of each pixel of a plane to the nearest marked one, px: the shortest way in steps of 1 along the axes and
/// of `diagonal` (chamfer distance; Borgefors 1986).
std::vector<float> distance_to_marked(const std::vector<unsigned char>& marked, int width, int height, float diagonal);

}  // namespace tonsure
