#include "noise_plane.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "../core/rng.h"

#include "../raster/blur.h"
#include "dot_field.h"

namespace tonsure {
namespace {

constexpr double kLeastNoise = 0.3;          // about that of rounding to whole codes
constexpr double kLeastCorrelationPx = 0.3;  // a narrower Gaussian leaves white noise white
constexpr double kCutoff = 3.0;              // where blur_plane ends its Gaussian

/// About a normal variate of one pixel: the sum of four uniform ones. Its tails end at 3.5 standard deviations, which
/// suits noise that is rounded to 8 bits.
float variate(int x, int y) {
  constexpr std::uint64_t kKey = 0x6E6F697365U;
  const std::uint64_t bits = Rng::mix((static_cast<std::uint64_t>(static_cast<std::uint32_t>(y)) << 32U |
                                       static_cast<std::uint64_t>(static_cast<std::uint32_t>(x))) +
                                      Rng::mix(kKey));
  const auto part = [bits](unsigned shift) { return static_cast<std::int32_t>(bits >> shift & 0xFFFFU); };
  const std::int32_t sum = part(0) + part(16) + part(32) + part(48) - 2 * 0xFFFF;
  constexpr float kScale = 1.7320508F / 65536.0F;  // four uniform variates have the variance 4 / 12
  return kScale * static_cast<float>(sum);
}

/// What is left of the standard deviation of white noise after a Gaussian blur: the sum of its squared taps (along one
/// axis its root, twice).
double blurred_sd(double sigma) {
  const int radius = static_cast<int>(std::ceil(kCutoff * sigma));
  double sum = 0, squares = 0;
  for (int k = -radius; k <= radius; ++k) {
    const double tap = std::exp(-0.5 * k * k / (sigma * sigma));
    sum += tap;
    squares += tap * tap;
  }
  return squares / (sum * sum);
}

}  // namespace

NoisePlane::NoisePlane(const PixelRect& tile, const CameraTrace& camera) : tile_(tile) {
  if (camera.noise < kLeastNoise) return;
  sd_ = static_cast<float>(camera.noise);
  const bool alike = camera.noise_correlation_px > kLeastCorrelationPx;
  const int apron = alike ? static_cast<int>(std::ceil(kCutoff * camera.noise_correlation_px)) : 0;
  const PixelRect wide = {tile.x0 - apron, tile.y0 - apron, tile.x1 + apron, tile.y1 + apron};
  std::vector<float> plane;
  plane.reserve(static_cast<std::size_t>(wide.width()) * static_cast<std::size_t>(wide.height()));
  for (int y = wide.y0; y < wide.y1; ++y)
    for (int x = wide.x0; x < wide.x1; ++x) plane.push_back(variate(x, y));
  if (!alike) {
    plane_.swap(plane);
    return;
  }
  blur_plane(plane, wide.width(), wide.height(), camera.noise_correlation_px);
  sd_ /= static_cast<float>(blurred_sd(camera.noise_correlation_px));
  plane_.reserve(static_cast<std::size_t>(tile.width()) * static_cast<std::size_t>(tile.height()));
  for (int y = tile.y0; y < tile.y1; ++y) {
    const auto row = plane.begin() + static_cast<std::ptrdiff_t>(y - wide.y0) * wide.width() + apron;
    plane_.insert(plane_.end(), row, row + tile.width());
  }
}

}  // namespace tonsure
