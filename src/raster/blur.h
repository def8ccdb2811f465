// Gaussian blurs.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/export.h>

namespace tonsure {

/// A Gaussian at the whole numbers from -reach to reach, 1 in the middle.
template <std::floating_point Real>
std::vector<Real> gaussian_taps(double sigma, int reach) {
  std::vector<Real> taps;
  taps.reserve(static_cast<std::size_t>(2 * reach + 1));
  for (int k = -reach; k <= reach; ++k) taps.push_back(static_cast<Real>(std::exp(-0.5 * k * k / (sigma * sigma))));
  return taps;
}

/// Of sum 1.
template <std::floating_point Real>
std::vector<Real> normalized(std::vector<Real> taps) {
  Real total = 0;
  for (const Real tap : taps) total += tap;
  for (Real& tap : taps) tap /= total;
  return taps;
}

/// Separable Gaussian blur of one plane of floats, clamped at its borders; it ends at three standard deviations. Of a
/// deviation of 0 nothing changes.
TONSURE_EXPORT void blur_plane(std::vector<float>& plane, int width, int height, double sigma);

/// The same for each channel of an image.
TONSURE_EXPORT void blur_image(Image<float>& image, double sigma);

/// Weights 1 2 1 along both axes, clamped at the borders.
TONSURE_EXPORT void blur_plane_121(std::vector<float>& plane, int width, int height);

/// Each value becomes the sum of those around it, weighted by a Gaussian that is 1 in its middle and ends at `reach`;
/// beyond the borders there is nothing. Values and their weights, gathered alike, give the mean of what is known
/// nearby.
template <std::floating_point Real>
void gather_plane(std::span<Real> plane, int width, int height, double sigma, int reach);
extern template void gather_plane(std::span<float> plane, int width, int height, double sigma, int reach);
extern template void gather_plane(std::span<double> plane, int width, int height, double sigma, int reach);

}  // namespace tonsure
