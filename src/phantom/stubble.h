/// @file
/// Stubble: follicular units on the skin as a photo shows them.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/phantom/phantom.h>

#include "balding.h"
#include "camera.h"

namespace tonsure::phantom {

/// What hairs, and the dots of taken grafts, do to a pixel.
struct StubbleSample {
  double cover = 0;  ///< share of the pixel under hair
  double shade = 0;  ///< tone of the skin from the hairs in and over it: 1 amid full stubble
  double pale = 0;   ///< share that is the dot of a scar
};

class Stubble {
 public:
  Stubble() = default;
  /// `depth`: along the rays of the pixels' centres, mm; negative where they pass the head.
  Stubble(const PhantomOptions& options, const Balding& balding, const PortraitCamera& camera,
          const Image<float>& depth);
  [[nodiscard]] bool empty() const { return bare_.width() == 0; }
  [[nodiscard]] StubbleSample at(Vec2<PhotoPx> p) const;

 private:
  friend struct StubblePen;
  Image<float> bare_, pale_, shade_;
  double step_px_ = 1;  // of shade_
};

}  // namespace tonsure::phantom
