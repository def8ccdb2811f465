// Keeping dots off what is not skin at the limb: background, and hair that stands out against it.
#pragma once

#include <array>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Knows, along the limb, the colours of the skin inside and of the background outside.
class LimbGuard {
 public:
  LimbGuard(ImageView<const unsigned char> photo, const HeadOutline& outline, double mm_per_px);

  /// Lowers `alpha` (of the pixels of `rect`) where a pixel near the limb is coloured like the background: the share of
  /// skin in it is its position on the line from background to skin colour.
  void apply(ImageView<const unsigned char> photo, const PixelRect& rect, std::vector<float>& alpha) const;

 private:
  struct Edge {
    Vec2<PhotoPx> from, to;
    std::array<float, 3> background = {};
    std::array<float, 3> to_skin = {};  ///< (skin - background) / |skin - background|^2
    bool tells = false;                 ///< the two colours differ enough
  };
  std::vector<Edge> edges_;
  double band_px_;
};

}  // namespace tonsure
