// Gaussian blurs.
#pragma once

#include <vector>

namespace tonsure {

/// Separable Gaussian blur of one plane of floats, clamped at its borders; it ends at three standard deviations.
void blur_plane(std::vector<float>& plane, int width, int height, double sigma);

}  // namespace tonsure
