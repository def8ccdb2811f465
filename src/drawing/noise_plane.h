// The noise that a pixel should have gained by becoming darker.
#pragma once

#include <cmath>
#include <vector>

#include <tonsure/reading/photo_reading.h>

#include "../raster/coverage.h"

namespace tonsure {

/// Noise of unit variance over a tile, a pure function of where a pixel lies in the photo, and as much alike between
/// neighbours as the camera's.
class NoisePlane {
 public:
  /// Empty, and then always 0, for a camera whose noise is no more than that of rounding to whole codes.
  NoisePlane(const PixelRect& tile, const CameraTrace& camera);

  /// What to add to the luma of a pixel that is changed from `luma` by `change`, encoded units. Dimming takes noise
  /// along with the light, to (luma + change) / luma of it; the camera's is as strong in the dark. Independent noise
  /// adds by its variance.
  [[nodiscard]] float at(int x, int y, float luma, float change) const {
    if (plane_.empty() || change >= 0) return 0;
    const float left = 1 + change / (luma > 1 ? luma : 1.0F);
    const float missing = 1 - left * left;
    if (missing <= 0) return 0;
    return sd_ * std::sqrt(missing) *
           plane_[static_cast<std::size_t>(y - tile_.y0) * static_cast<std::size_t>(tile_.width()) +
                  static_cast<std::size_t>(x - tile_.x0)];
  }

 private:
  PixelRect tile_;
  float sd_ = 0;
  std::vector<float> plane_;
};

}  // namespace tonsure
